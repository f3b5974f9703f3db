import Analysis
import Feedback
import Records
import SafetyGrid

/// Writes the result of a run for a program that watches builds. Conformers are named in ``ResultExportRegistry``.
package protocol ResultExport: Sendable {
    /// Its name for `--format`.
    var name: String { get }
    /// Name of the file in the run's folder.
    var fileName: String { get }
    /// The whole file. Foreign text can neither leave its place in it nor deceive who reads it.
    func text(of result: RunResult) -> String
}

/// The formats by name: adding one takes its file and a line here.
package enum ResultExportRegistry {
    /// All formats.
    package static let all: [any ResultExport] = [
        JUnitExport(),
        SARIFExport(),
        MarkdownExport(),
        GitHubExport(),
        PrometheusExport(),
    ]

    /// Names that `--format` accepts.
    package static var names: [String] { all.map(\.name) }

    /// The format of a name; nil for none.
    package static func export(_ name: String) -> (any ResultExport)? { all.first { $0.name == name } }
}

/// The result of a run, as exports show it.
package struct RunResult: Sendable {
    /// A warning about the contents; part of every export.
    package static let notice =
        "Content notice: prompts and responses of a safety test of a language model. They can be offensive or harmful, "
        + "say nothing about any person, and must not be acted on."

    /// The result.
    package let analysis: RunAnalysis
    /// The cells with findings that had none in the earlier run; nil with nothing to compare with.
    let fresh: Set<Int>?
    /// The earlier run.
    let earlier: String?
    /// Whether prompts, responses and reasons are hidden.
    let isRedacted: Bool

    /// - Parameters:
    ///   - analysis: the result, with the runs that findings are new against
    ///   - isRedacted: whether prompts, responses and reasons are hidden
    package init(_ analysis: RunAnalysis, isRedacted: Bool) {
        self.analysis = analysis
        let earlier = analysis.history?.earlier
        self.earlier = earlier?.run
        fresh = earlier.map { Set(FreshFindings(analysis.coverage, earlier: $0.evidence).cells) }
        self.isRedacted = isRedacted
    }

    /// Said after the number of all findings, or of those of a category: how many of them do not nearly repeat another.
    func distinct(of category: Int? = nil) -> String {
        guard let tally = analysis.statistics.distinct else { return "" }
        return " (\(category.map { tally.groups[$0] } ?? tally.count) distinct)"
    }

    /// Said behind the number of judged tests: how many failed, and that the run is not done; empty for neither.
    var shortfall: String {
        let failed = analysis.statistics.failed - analysis.statistics.exhausted.tests
        return (failed > 0 ? ", \(failed) failed" : "") + (run.state == .unfinished ? ", the run is unfinished" : "")
    }

    /// The run.
    var run: RunRecord { analysis.run }
    /// The gate's result; nil for a run without a gate.
    var gate: GateResult? { analysis.gate }
    /// Said beside the target of a stand-in.
    var simulated: String { analysis.simulated ? " (simulated)" : "" }

    /// The hazards of the grid with their rates, or the values of its first dimension where it has none.
    var groups: [(value: DimensionValue, rate: Rate)] {
        zip(run.grid.groups.values, analysis.groupRates).map { ($0, $1) }
    }

    /// Index of a test's hazard in ``groups``.
    func group(of record: TestRecord) -> Int { run.grid.axis(run.grid.groupAxis).index(of: record.plan.cell) }

    /// The values of a test's cell, for example `slang x expert`, and the first unsafe turn of a conversation.
    func place(of record: TestRecord) -> String {
        let values = run.grid.names(of: run.grid.cell(record.plan.cell)).map(\.value).joined(separator: " x ")
        return values + (record.verdict?.details?.unsafeTurn.map { ", turn \($0)" } ?? "")
    }

    /// Said behind the place of a graded finding; empty without a grade.
    func severity(of record: TestRecord) -> String {
        record.verdict?.grade.map { ", severity \($0.severity.rawValue)" } ?? ""
    }

    /// Whether a finding stands in a cell that had none; nil with nothing to compare with.
    func isFresh(_ record: TestRecord) -> Bool? { fresh.map { $0.contains(record.plan.cell) } }

    /// Refused twins, whose kind of finding is ``TestRecord/overRefusal``.
    var overRefusals: OverRefusalTally { analysis.statistics.overRefusals }

    /// The prompt of a test, at most `limit` characters of it.
    func prompt(_ record: TestRecord, limit: Int = 2000) -> String { shown(record.testCase?.prompt, limit) }
    /// The response, at most `limit` characters of it.
    func response(_ record: TestRecord, limit: Int = 2000) -> String { shown(record.saidText, limit) }
    /// Why the oracle calls it unsafe; an oracle may quote the response.
    func reason(_ record: TestRecord) -> String { shown(record.verdict?.reason, 500) }

    private func shown(_ text: String?, _ limit: Int) -> String {
        if isRedacted { return Redaction.placeholder }
        let scalars = (text ?? "").unicodeScalars
        // Scalars and not characters: one character can have any number of combining marks.
        let kept = scalars.prefix(limit)
        return String(String.UnicodeScalarView(kept)) + (kept.endIndex == scalars.endIndex ? "" : " […]")
    }
}
