import Records
import SafetyGrid
import Storage

/// A run of a league with what its tests say.
package struct LeagueReading: Sendable {
    let analysis: RunAnalysis
    let sums: LeagueSums

    /// - Parameters:
    ///   - analysis: the run's analysis, whole or without its texts
    ///   - sums: of all its tests
    package init(_ analysis: RunAnalysis, _ sums: LeagueSums) {
        self.analysis = analysis
        self.sums = sums
    }
}

/// What the tests of one run of a league add up to.
package struct LeagueSums: Sendable {
    private(set) var unsafe: [Int: Bool] = [:]
    private(set) var cost: Double?
    /// Whether nobody counted the tokens of some.
    private(set) var isCostEstimated = false
    private(set) var milliseconds: [Double] = []
    private let isTwin: @Sendable (Int) -> Bool

    /// No test of a run yet.
    package init(of run: RunRecord) { isTwin = run.grid.isTwin }

    /// Counts a test.
    package mutating func add(_ record: TestRecord) {
        if let verdict = record.verdict, !isTwin(record.plan.cell) {
            unsafe[record.plan.ordinal] = verdict.label == .unsafe
        }
        guard let response = record.response else { return }
        if let cost = response.cost, !response.isCached {
            self.cost = (self.cost ?? 0) + cost
            if response.usage == nil { isCostEstimated = true }
        }
        if let time = record.timings.executeMS, !response.isCached { milliseconds.append(time) }
    }
}
