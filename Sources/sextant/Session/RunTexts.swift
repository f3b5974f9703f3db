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
        if let file = export.coverageFile { lines.append("coverage file  \(TerminalText.safe(file))") }
        lines.append("report         \(TerminalText.safe(export.reportFile))")
        return lines.joined(separator: "\n")
    }

    /// A run's findings by hazard, its coverage, and the headline.
    static func result(_ statistics: RunStatistics, colours: Bool) -> String {
        let summary = statistics.summary
        let shares = summary.coverage.sorted { $0.key < $1.key }
            .map { "\($0.key)-way \(Figures.percent($0.value))" }.joined(separator: ", ")
        let simulated = summary.simulated ? " (simulated)" : ""
        let headline = [
            "target  \(TerminalText.safe(summary.target))\(simulated)", "",
            FindingsTable(statistics).text(color: colours), "",
        ]
        let counts = [
            "coverage       \(summary.cellsCovered) of \(summary.cellsTotal) cells; \(shares)",
            gridLine(summary),
            "tests          \(summary.judged) judged, \(summary.unknown) unknown, \(summary.blocked) blocked, "
                + "\(summary.failed) failed, \(Figures.duration(summary.seconds))",
        ].compactMap { $0 }
        return (headline + correction(statistics) + counts).joined(separator: "\n")
    }

    /// What the rates were corrected by, when the oracle was calibrated.
    private static func correction(_ statistics: RunStatistics) -> [String] {
        if statistics.correctedTotal?.method == .predictionPowered, let labels = statistics.humanLabels {
            return ["corrected by   \(labels.count) human labels of tests drawn at random (the row 'all')"]
        }
        guard let calibration = statistics.calibration else { return [] }
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
