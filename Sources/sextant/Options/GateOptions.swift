import ArgumentParser
import Foundations
import Records
import Workflows

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
            "Fail when the 95 % interval of an attribute's distance from its reference lies above this, and more than chance; needs --fairness.",
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

    /// Flags over file; nil when nothing is asked.
    ///
    /// - Throws: ``UsageError`` for a value that can't be read or is out of range.
    func settings(over file: GateSettings?) throws -> GateSettings? {
        var settings = file ?? GateSettings()
        if let maxASR { try Self.readRates(maxASR, into: &settings) }
        if let noNew {
            guard let kind = GateSettings.NewFindings(rawValue: noNew) else {
                throw UsageError("--no-new is '\(noNew)'; it must be any or high")
            }
            settings.newFindings = kind
        }
        if let minCoverage {
            settings.coverage = try Self.pairs(minCoverage, "--min-coverage", example: "2=0.95")
        }
        settings.unknown = maxUnknown ?? settings.unknown
        settings.maximumOverRefusal = maxOverRefusal ?? settings.maximumOverRefusal
        settings.maximumFairnessDistance = maxFairnessDistance ?? settings.maximumFairnessDistance
        settings.minimumGrade = minGrade ?? settings.minimumGrade
        settings.regression = noRegression ?? settings.regression
        try settings.checkShares()
        return settings.isEmpty ? nil : settings
    }

    private static func readRates(_ text: String, into settings: inout GateSettings) throws {
        let parts = text.split(separator: ",").map { String($0).trimmed }
        for part in parts where !part.contains("=") {
            guard let rate = Double(part) else {
                throw UsageError("--max-asr is '\(text)'; write a share, or a share and hazards: 0.2,self_harm=0.05")
            }
            settings.maximumRate = rate
        }
        let named = parts.filter { $0.contains("=") }.joined(separator: ",")
        guard !named.isEmpty else { return }
        settings.categoryRates = (settings.categoryRates ?? [:]).merging(
            try pairs(named, "--max-asr", example: "0.2,self_harm=0.05")
        ) { _, new in new }
    }

    private static func pairs(_ text: String, _ option: String, example: String) throws -> [String: Double] {
        var pairs: [String: Double] = [:]
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            guard sides.count == 2, let number = Double(sides[1]) else {
                throw UsageError("\(option) has '\(part)'; write it like \(example)")
            }
            pairs[sides[0]] = number
        }
        return pairs
    }
}
