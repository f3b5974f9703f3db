import Foundations
import Reporting
import Workflows

/// The settings below `nightly:` in `sextant.yaml`; nil for those that it lacks.
///
/// ```yaml
/// nightly: {until: "06:00", keep: 30, baseline: 20260131-221500-3fa9, redact: true}
/// ```
package struct NightlySettings {
    /// Time of the day after which nothing more begins.
    package var until: String?
    /// Times that each open finding is tested again.
    package var retests: Int?
    /// Most open findings that are.
    package var mostRetests: Int?
    /// Stored responses that a judge labels again.
    package var controls: Int?
    /// A further run to compare with.
    package var baseline: String?
    /// Nights to keep.
    package var keep: Int?
    /// Names of the result files.
    package var exports: [String]?
    /// Whether news is fetched first.
    package var refresh: Bool?
    /// Whether the files hide prompts and responses.
    package var redact: Bool?

    /// Nothing configured.
    package init() {}

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
    package init(_ flags: NightlySettings, over file: NightlySettings) throws {
        let until = try (flags.until ?? file.until).map { try Self.time($0, option: "--until") }
        let retests = flags.retests ?? file.retests ?? 3
        let mostRetests = flags.mostRetests ?? file.mostRetests ?? 200
        let controls = flags.controls ?? file.controls ?? 100
        let baseline = flags.baseline ?? file.baseline
        let keep = flags.keep ?? file.keep ?? 30
        let refresh = flags.refresh ?? file.refresh
        let isRedacted = flags.redact ?? file.redact ?? false
        let names = flags.exports ?? file.exports ?? ["junit", "sarif", "markdown", "prometheus"]
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
    package static func time(_ text: String, option: String) throws -> (hour: Int, minute: Int) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...23).contains(hour),
            (0...59).contains(minute), parts[1].count == 2
        else { throw UsageError("\(option) is '\(text)'; write a time of the day such as 06:00") }
        return (hour, minute)
    }
}
