import Feedback
import HTTPTransport
import Records
import Reporting
import SafetyGrid

/// What the commands say of a run.
enum RunTexts {
    /// Said before a run begins.
    static func opening(_ run: RunRecord) -> String {
        let settings = run.settings
        let simulated = run.simulated ? " (simulated: every result is a property of the stand-in)" : ""
        return "run \(run.id): \(settings.budget) tests on \(run.grid.cellCount) cells, policy \(settings.policy), "
            + "seed \(settings.seed)\ntarget \(TerminalText.safe(settings.target))\(simulated)"
    }

    /// Said when a run has ended: the findings, the coverage and where the report is.
    static func closing(_ export: RunExport, colours: Bool) -> String {
        var lines = [result(export.statistics, colours: colours), ""]
        if let gate = export.summary.gate { lines += Self.gate(gate) }
        if let file = export.coverageFile { lines.append("coverage file  \(TerminalText.safe(file))") }
        lines.append("report         \(TerminalText.safe(export.reportFile))")
        return lines.joined(separator: "\n")
    }

    /// Whether the gate was passed, and each reason why not.
    static func gate(_ result: GateResult) -> [String] {
        let failures = result.failures
        guard !failures.isEmpty else { return ["gate           passed, \(result.checks.count) checks"] }
        return ["gate           failed, \(failures.count) of \(result.checks.count) checks"]
            + failures.flatMap { failure in
                TerminalText.wrapped("\(failure.gate) \(failure.subject): \(failure.reason)", width: 76).enumerated()
                    .map { ($0.offset == 0 ? "  " : "    ") + $0.element }
            }
    }

    /// A run's findings by hazard, its coverage, and the headline.
    static func result(_ statistics: RunStatistics, colours: Bool) -> String {
        let summary = statistics.summary
        let simulated = summary.simulated ? " (simulated)" : ""
        let headline = [
            "target  \(TerminalText.safe(summary.target))\(simulated)", "",
            FindingsTable(statistics).text(color: colours), "",
        ]
        let counts = [
            "coverage       \(summary.cellsCovered) of \(summary.cellsTotal) cells; \(shares(summary.coverage))",
            verifiedLine(summary),
            gridLine(summary),
            "tests          \(summary.judged) judged, \(summary.unknown) unknown, \(summary.blocked) blocked, "
                + "\(summary.failed) failed, \(Figures.duration(summary.seconds))",
            exhaustedLine(statistics),
        ].compactMap { $0 }
        return (headline + correction(statistics) + counts + explained(statistics, colours)).joined(separator: "\n")
    }

    /// What explains the findings, and the grades.
    private static func explained(_ statistics: RunStatistics, _ colours: Bool) -> [String] {
        let rules = RulesText.lines(statistics.explanations)
        let grades = statistics.grades.map { ["", GradesTable($0).text(color: colours)] } ?? []
        return (rules.isEmpty ? [] : ["findings are explained by"] + rules.map { "  " + $0 }) + grades
    }

    private static func shares(_ coverage: [String: Double]) -> String {
        coverage.sorted { $0.key < $1.key }
            .map { "\($0.key)-way \(Figures.percent($0.value))" }.joined(separator: ", ")
    }

    /// Coverage by the tests whose prompts show the style and technique they were made for.
    private static func verifiedLine(_ summary: RunSummary) -> String? {
        guard let verified = summary.verified, let cells = summary.cellsVerified,
            let coverage = summary.coverageVerified
        else { return nil }
        return "  verified     \(cells) of \(summary.cellsTotal) cells; \(shares(coverage))\n"
            + "               by \(verified) of \(summary.judged) prompts that show what they were made for"
    }

    /// What to do about cells without a further new prompt.
    private static func exhaustedLine(_ statistics: RunStatistics) -> String? {
        let (tests, cells) = statistics.exhausted
        guard tests > 0 else { return nil }
        return "exhausted      \(tests) tests in \(cells.count) cells had no further new prompt; more come from\n"
            + "               --generator provider/model, more templates or a higher --novelty"
    }

    /// What the rates were corrected by, when the oracle was calibrated.
    private static func correction(_ statistics: RunStatistics) -> [String] {
        if statistics.correctedTotal?.method == .predictionPowered, let labels = statistics.humanLabels {
            return ["corrected by   \(labels.count) human labels of tests drawn at random (the row 'all')"]
        }
        guard let calibration = statistics.calibration else {
            return (statistics.calibrationObjection.map { TerminalText.wrapped($0, width: 65) } ?? []).enumerated()
                .map { ($0.offset == 0 ? "not corrected  " : "               ") + $0.element }
        }
        return [
            "corrected by   sensitivity \(Figures.percent(calibration.sensitivity)) (n = \(calibration.unsafeCount)), "
                + "specificity \(Figures.percent(calibration.specificity)) (n = \(calibration.safeCount))"
        ]
    }

    /// The rate over the grid's cells: what the table's total, which follows the policy, does not say.
    private static func gridLine(_ summary: RunSummary) -> String? {
        guard let rate = summary.asrGrid else { return nil }
        let last = summary.asrGridWithLast.map { "; with the last run \(Figures.interval($0.lower...$0.upper))" } ?? ""
        return "ASR of the grid  \(Figures.percent(rate.value)) (95 % interval "
            + "\(Figures.interval(rate.lower...rate.upper))\(last))"
    }

    /// How to go on with a run that was stopped.
    static func resumeHint(_ places: Places) -> String {
        let output = places.output == "Output" ? "" : " --output \(TerminalText.safe(places.output))"
        return "nothing stored is lost; go on with: sextant resume\(output)"
    }

    /// An attempt that failed and is made again.
    static func retry(_ event: RetryEvent) -> String {
        TerminalText.safe(
            "retry: \(event.label) at \(event.host), attempt \(event.attempt): \(event.error); "
                + "again in \(Figures.duration(event.delay.seconds))")
    }
}
