import Analysis
import Feedback
import Records
import Reporting
import SafetyGrid
import Storage

/// Compares a run with earlier ones of its grid.
package struct RunComparing {
    /// What rose and what fell.
    package struct Outcome: Sendable {
        /// The earlier runs, newest first; several count as one.
        package let base: [RunRecord]
        /// The later run.
        package let new: RunRecord
        /// Every comparison.
        package let comparison: RunComparison
        /// Test cases that a single earlier run shares with the later one.
        package let pairs: Int
        /// Distinct findings of all earlier runs together, and of the later one.
        package let distinct: DistinctChange
        /// Refusals of harmless twins, of all earlier runs together and of the later one; nil without twins in both.
        package let overRefusals: OverRefusalChange?
        /// The mean score of graded responses, of all earlier runs together and of the later one; nil without grades in both.
        package let grades: GradeChange?
        /// The CoSA-Score of the newest earlier run and of the later one; nil without configs in both.
        package let cosa: (base: CosaScore, new: CosaScore)?
        /// Certain rises that were not to be.
        package let failures: [Comparison]
    }

    private let store: any Store
    private let notice: NoticeSink

    /// Cells whose comparison takes less than a second.
    private static let silentCells = 10_000

    /// A use of the store; `notice` hears of doubts.
    package init(in store: any Store, notice: @escaping NoticeSink) {
        self.store = store
        self.notice = notice
    }

    /// Compares.
    ///
    /// - Parameters:
    ///   - id: the later run
    ///   - earlier: ids of the earlier runs; empty for those that its gate uses
    ///   - failOn: which certain rises are failures, as in `--fail-on`
    ///   - level: accepted share of false alarms, over 0 and under 1
    /// - Throws: ``StoreError``; ``UsageError`` without an earlier run or on different grids; ``RegressionGateError``.
    package func outcome(
        of id: String, after earlier: [String], failOn: String, level: Double
    ) async throws -> Outcome {
        let new = try await store.run(id)
        let base = try await base(of: new, earlier)
        let gate = try RegressionGate(failOn, grid: new.grid)
        if new.grid.cellCount > Self.silentCells { notice(.progress("comparing \(new.grid.cellCount) cells")) }
        let pairs = base.count == 1 ? try await PairedTests.of(base[0], new, in: store) : []
        var evidence = CellEvidence(cells: new.grid.cellCount)
        for run in base { evidence = evidence.adding(try await CellEvidence(of: run.id, on: new.grid, in: store)) }
        let comparison = RunComparison(
            grid: new.grid, base: evidence, new: try await CellEvidence(of: new.id, on: new.grid, in: store),
            pairs: pairs)
        if let warning = Self.warning(base.filter { !new.isJudged(as: $0) }, new) {
            notice(.warning(warning))
        }
        return Outcome(
            base: base, new: new, comparison: comparison, pairs: pairs.count,
            distinct: DistinctChange(
                base: try await FindingTally(of: base, on: new.grid, in: store),
                new: try await FindingTally(of: [new], on: new.grid, in: store)),
            overRefusals: try await overRefusals(base, new),
            grades: try await GradeChange(base: base.map(\.id), new: new.id, on: new.grid, in: store),
            cosa: try await cosa(base, new), failures: gate.failures(among: comparison.rises(at: level), in: new.grid))
    }

    private func overRefusals(_ base: [RunRecord], _ new: RunRecord) async throws -> OverRefusalChange? {
        guard new.grid.hasExpectedHelp else { return nil }
        var (judged, refused) = (0, 0)
        for run in base {
            let rate = try await OverRefusal(of: run, in: store)
            judged += rate?.judged ?? 0
            refused += rate?.refused ?? 0
        }
        return OverRefusalChange(
            base: OverRefusal(refused: refused, of: judged),
            new: try await OverRefusal(of: new, in: store))
    }

    private func cosa(_ base: [RunRecord], _ new: RunRecord) async throws -> (base: CosaScore, new: CosaScore)? {
        guard new.grid.hasConfigs, let last = base.first,
            let before = try await CosaTally(of: last, in: store).score,
            let now = try await CosaTally(of: new, in: store).score
        else { return nil }
        return (before, now)
    }

    /// The earlier runs, newest first.
    private func base(of new: RunRecord, _ earlier: [String]) async throws -> [RunRecord] {
        var ids = earlier
        if ids.isEmpty { ids = try await EarlierRuns.before(new, in: store)?.baseRuns ?? [] }
        guard !ids.isEmpty else {
            throw UsageError("no finished run of the target and grid of \(new.id) came before it; name one: BASE NEW")
        }
        var base: [RunRecord] = []
        for id in ids {
            let run = try await store.run(id)
            guard run.grid.id == new.grid.id else {
                throw UsageError(
                    "the runs are on different grids, \(run.grid.id) and \(new.grid.id), and can't be compared")
            }
            base.append(run)
        }
        return base.sorted { $0.startedAt > $1.startedAt }
    }

    /// Warning about earlier runs whose verdicts have another meaning than the new run's; nil when there is none.
    private static func warning(_ base: [RunRecord], _ new: RunRecord) -> String? {
        guard let first = base.first else { return nil }
        func oracle(_ run: RunRecord) -> String {
            let weights = run.basis.classifierWeights.map { " with weights \($0)" } ?? ""
            let epoch = run.basis.judgeEpoch.map { " as it labels since \($0)" } ?? ""
            return "'\(run.request.oracleName)'\(weights)\(epoch)"
        }
        return TerminalText.wrapped(
            "warning: \(oracle(first)) judged \(first.id)\(base.count > 1 ? " (and \(base.count - 1) more differ)" : ""), and "
                + "\(oracle(new)) judged \(new.id): what rose or fell may be the oracles' difference and not the target's; "
                + "run one of them again with the other's oracle",
            width: 80
        ).joined(separator: "\n")
    }
}
