import Analysis
import Feedback
import Records
import Reporting
import SafetyGrid
import Storage

/// Which stored runs to count, and how.
package struct CoverageQuery: Sendable {
    /// The runs of one target and grid.
    package struct Group: Sendable {
        /// The newest of them, whose grid counts.
        package let newest: RunRecord
        /// Those that are counted, newest first.
        package let runs: [RunRecord]
        /// Runs of earlier epochs, which are not.
        package let leftOut: Int
    }

    private let runs: [String]
    private let target: String?
    private let allEpochs: Bool
    private let strength: Int?
    private let depth: Int

    /// Prompts that are checked in less than a second.
    private static let silentChecks = 5_000
    /// Cells whose risk is worked out in less than a second.
    private static let silentCells = 20_000

    /// A query.
    ///
    /// - Parameters:
    ///   - runs: ids of the runs; empty for all
    ///   - target: name or model of the only target; nil for all
    ///   - allEpochs: whether runs from before the target or the templates changed count
    ///   - strength: the only strength; nil for all of the grid
    ///   - depth: judged tests from which on a combination is covered
    package init(runs: [String], target: String?, allEpochs: Bool, strength: Int?, depth: Int) {
        self.runs = runs
        self.target = target
        self.allEpochs = allEpochs
        self.strength = strength
        self.depth = depth
    }

    /// The groups of runs, that of the newest run first.
    ///
    /// - Throws: ``StoreError``; ``UsageError`` when there is no run.
    package func groups(in store: any Store) async throws -> [Group] {
        let all = try await chosen(in: store)
        var seen: Set<[String]> = []
        var groups: [Group] = []
        for run in all
        where seen.insert([run.request.target.shownName, run.request.target.model, run.grid.id]).inserted {
            let alike = all.filter { $0.request.target.isSame(as: run.request.target) && $0.grid.id == run.grid.id }
            let counted = allEpochs ? alike : RunEpoch.current(alike)
            groups.append(Group(newest: run, runs: counted, leftOut: alike.count - counted.count))
        }
        return groups
    }

    /// The verdicts of a group.
    ///
    /// - Throws: ``StoreError``.
    package func evidence(of group: Group, in store: any Store) async throws -> RunEvidence {
        try await RunEpoch.evidence(of: group.runs, on: group.newest.grid, in: store)
    }

    /// The coverage of a group.
    ///
    /// - Parameters:
    ///   - verifier: checks the prompts of the tests; nil leaves verified coverage out
    ///   - reference: what the target is graded against; nil for no grades
    ///   - notice: hears of what takes longer than a second
    /// - Throws: ``StoreError``; ``UsageError`` for a strength that the grid lacks; ``AdaptiveSettingsError``;
    ///   a `ChatError` that every further call would meet.
    package func result(
        of group: Group, in store: any Store, verifier: CoverageVerifier?, reference: GradeReference?,
        notice: NoticeSink
    ) async throws -> CoverageResult {
        let grid = group.newest.grid
        let evidence = try await evidence(of: group, in: store)
        let judged = Int(evidence.verdicts.judged.reduce(0, +))
        if let verifier, judged > Self.silentChecks || verifier.modelName != nil {
            let model = verifier.modelName.map { TerminalText.safe(" with \($0)") } ?? ""
            notice(.progress("checking \(judged) prompts\(model)"))
        }
        let verified = try await verifier?.coverage(of: grid, runs: group.runs, in: store)
        if grid.cellCount > Self.silentCells { notice(.progress("looking at \(grid.cellCount) cells")) }
        return try await CoverageResult(
            evidence, runs: group.runs, newest: group.newest, leftOut: group.leftOut,
            strengths: try strengths(of: grid), depth: depth, verified: verified, reference: reference)
    }

    /// The runs that were named, or all, newest first.
    private func chosen(in store: any Store) async throws -> [RunRecord] {
        for id in runs { _ = try await store.run(id) }
        let chosen = try await store.runs().filter { run in
            let names = [run.request.target.model, run.request.target.shownName]
            return target.map(names.contains) ?? true && (runs.isEmpty || runs.contains(run.id))
        }
        guard !chosen.isEmpty else {
            throw UsageError("no run of \(target ?? "any target") in the store; 'sextant runs' lists what there is")
        }
        return chosen
    }

    private func strengths(of grid: Grid) throws -> ClosedRange<Int> {
        guard let strength else { return 1...grid.dimensions.count }
        guard (1...grid.dimensions.count).contains(strength) else {
            throw UsageError("--strength is \(strength); the grid has strengths 1 to \(grid.dimensions.count)")
        }
        return strength...strength
    }
}
