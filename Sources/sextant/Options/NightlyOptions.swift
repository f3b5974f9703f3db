import ArgumentParser
import Foundation
import Foundations
import Reporting
import Workflows

/// The options of `sextant nightly` beside those of a run. In `sextant.yaml` they stand below `nightly:`; the flag wins.
struct NightlyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Start no further work after this time of day, for example 06:00.", valueName: "HH:MM"))
    var until: String?

    @Option(
        help: ArgumentHelp(
            "Times that each open finding of earlier nights is tested again; 0 for never (default: 3).",
            valueName: "tries")
    )
    var retests: Int?

    @Option(
        help: ArgumentHelp("Most open findings to test again, newest first (default: 200).", valueName: "findings"))
    var mostRetests: Int?

    @Option(
        help: ArgumentHelp(
            "Stored responses that a judge labels again each night, to see whether it has changed; 0 for none (default: 100).",
            valueName: "responses"))
    var controls: Int?

    @Option(help: ArgumentHelp("A further run to compare with, besides the last night.", valueName: "run"))
    var baseline: String?

    @Option(
        help: ArgumentHelp(
            "Nights to keep; older nights are deleted, except the baseline (default: 30).", valueName: "nights"))
    var keep: Int?

    @Option(
        help: ArgumentHelp(
            "Result files for build systems, of \(ResultExportRegistry.names.joined(separator: ", ")) (default: junit,sarif,markdown,"
                + "prometheus).", valueName: "format,format"))
    var exports: String?

    @Flag(
        inversion: .prefixedNo,
        help: "First fetch news from the feeds of the hazards (default: when a model writes the prompts).")
    var refresh: Bool?

    @Flag(help: "Hide prompts and responses in the result files.")
    var redact = false
}

/// The settings below `nightly:` in `sextant.yaml`; nil for those that it lacks.
///
/// ```yaml
/// nightly: {until: "06:00", keep: 30, baseline: 20260131-221500-3fa9, redact: true}
/// ```
struct NightlySettings {
    var until: String?
    var retests: Int?
    var mostRetests: Int?
    var controls: Int?
    var baseline: String?
    var keep: Int?
    var exports: [String]?
    var refresh: Bool?
    var redact: Bool?

    /// Nothing configured.
    init() {}

    /// - Throws: ``ConfigurationError`` with file and line.
    init(_ value: YAMLValue) throws(ConfigurationError) {
        let mapping = try value.mapping(
            allowing: [
                "until", "retests", "most-retests", "controls", "baseline", "keep", "exports", "refresh", "redact",
            ])
        until = try mapping.optionalText("until")
        retests = try mapping["retests"]?.int()
        mostRetests = try mapping["most-retests"]?.int()
        controls = try mapping["controls"]?.int()
        baseline = try mapping.optionalText("baseline")
        keep = try mapping["keep"]?.int()
        exports = try mapping["exports"]?.strings()
        refresh = try mapping["refresh"]?.bool()
        redact = try mapping["redact"]?.bool()
    }
}

extension ConfigurationFile {
    /// The keys of a night.
    static let nightlyKeys: [String: Reader] = [
        "nightly": { (file, value) throws(ConfigurationError) in file.nightly = try NightlySettings(value) }
    ]
}

extension NightlyConfiguration {
    /// Flags over file over defaults.
    ///
    /// - Throws: ``UsageError`` for a value that can't be read or is out of range.
    init(_ options: NightlyOptions, _ file: NightlySettings) throws {
        let until = try (options.until ?? file.until).map { try Self.time($0, option: "--until") }
        let retests = options.retests ?? file.retests ?? 3
        let mostRetests = options.mostRetests ?? file.mostRetests ?? 200
        let controls = options.controls ?? file.controls ?? 100
        let baseline = options.baseline ?? file.baseline
        let keep = options.keep ?? file.keep ?? 30
        let refresh = options.refresh ?? file.refresh
        let isRedacted = options.redact || file.redact ?? false
        let names =
            options.exports?.split(separator: ",").map { String($0).trimmed } ?? file.exports
            ?? ["junit", "sarif", "markdown", "prometheus"]
        let exports = try names.map { name -> any ResultExport in
            guard let export = ResultExportRegistry.export(name) else {
                throw UsageError(
                    "--exports has '\(name)'; known are \(ResultExportRegistry.names.joined(separator: ", "))")
            }
            return export
        }
        for (name, value, range) in [
            ("retests", retests, 0...20), ("controls", controls, 0...10_000),
            ("most-retests", mostRetests, 0...100_000), ("keep", keep, 2...100_000),
        ] where !range.contains(value) {
            throw UsageError(
                "--\(name) is \(value); it must be at least \(range.lowerBound) and at most \(range.upperBound)")
        }
        guard controls == 0 || controls >= 20 else {
            throw UsageError(
                "--controls is \(controls); fewer than 20 responses tell nothing: write 20 or more, or 0 for none")
        }
        self.init(
            until: until, retests: retests, mostRetests: mostRetests, controls: controls, baseline: baseline,
            keep: keep,
            exports: exports, refresh: refresh, isRedacted: isRedacted)
    }

    /// Reads a time of the day.
    ///
    /// - Throws: ``UsageError`` for anything else.
    static func time(_ text: String, option: String) throws -> (hour: Int, minute: Int) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...23).contains(hour),
            (0...59).contains(minute), parts[1].count == 2
        else { throw UsageError("\(option) is '\(text)'; write a time of the day such as 06:00") }
        return (hour, minute)
    }
}
