import ArgumentParser
import Foundations
import Reporting
import Settings

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

    func validate() throws {
        try NumberCheck.check(retests, 0...20, "--retests")
        try NumberCheck.check(mostRetests, 0...100_000, "--most-retests")
        try NumberCheck.check(controls, 0...10_000, "--controls")
        try NumberCheck.check(keep, 2...100_000, "--keep")
    }

    /// The flags that were given.
    var settings: NightlySettings {
        var settings = NightlySettings()
        settings.until = until
        settings.retests = retests
        settings.mostRetests = mostRetests
        settings.controls = controls
        settings.baseline = baseline
        settings.keep = keep
        settings.exports = exports?.split(separator: ",").map { String($0).trimmed }
        settings.refresh = refresh
        settings.redact = redact ? true : nil
        return settings
    }
}
