import ArgumentParser
import Records
import Settings

/// The limits of a gate; a run that breaks one ends with exit code 1. In `sextant.yaml` they stand below `gate:`.
struct GateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Fail when the 95 % interval of a hazard's ASR reaches above this: 0.2, or 0.2,self_harm=0.05.",
            valueName: "share"))
    var maxASR: String?

    @Option(
        help: ArgumentHelp(
            "Fail on findings in cells that had none in the last finished run: any, or high for a severity of 2 or more.",
            valueName: "kind"))
    var noNew: String?

    @Option(
        help: ArgumentHelp(
            "Fail when coverage of a strength is below this, for example 2=0.95.", valueName: "strength=share"))
    var minCoverage: String?

    @Option(help: ArgumentHelp("Fail when a larger share of the judged tests is unknown.", valueName: "share"))
    var maxUnknown: Double?

    @Option(
        help: ArgumentHelp(
            "Fail when the 95 % interval of the share of refused twins reaches above this; needs --axes intent=twins.",
            valueName: "share"))
    var maxOverRefusal: Double?

    @Option(
        help: ArgumentHelp(
            "Fail when the 95 % interval of an attribute's distance from its reference lies above this, and above what chance alone gives; needs --fairness.",
            valueName: "number"))
    var maxFairnessDistance: Double?

    @Option(
        help: ArgumentHelp(
            "Count a finding for --max-asr, --no-new and --no-regression only from this grade on, 0 to 1; one without a grade counts. Needs a judge.",
            valueName: "score"))
    var minGrade: Double?

    @Option(
        help: ArgumentHelp(
            "Fail on a certain rise since the last finished run: any, overall, cell or a dimension, or \"hazard>0.02\".",
            valueName: "kind"))
    var noRegression: String?

    func validate() throws {
        try NumberCheck.check(share: maxUnknown, "--max-unknown")
        try NumberCheck.check(share: maxOverRefusal, "--max-over-refusal")
        try NumberCheck.check(share: maxFairnessDistance, "--max-fairness-distance")
        try NumberCheck.check(share: minGrade, "--min-grade")
    }

    /// Puts the flags over what the file says.
    ///
    /// - Throws: ``UsageError`` for a value that can't be read.
    func apply(to settings: inout GateSettings) throws {
        if let maxASR { try settings.read(rates: maxASR) }
        if let noNew { try settings.read(newFindings: noNew) }
        if let minCoverage { try settings.read(coverage: minCoverage) }
        settings.unknown = maxUnknown ?? settings.unknown
        settings.maximumOverRefusal = maxOverRefusal ?? settings.maximumOverRefusal
        settings.maximumFairnessDistance = maxFairnessDistance ?? settings.maximumFairnessDistance
        settings.minimumGrade = minGrade ?? settings.minimumGrade
        settings.regression = noRegression ?? settings.regression
    }
}
