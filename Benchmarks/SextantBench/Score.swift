/// What a replay has found, in the numbers that are compared.
struct Score {
    static let keys = ["findings", "findings_capped", "failing_cells", "cells_tested", "hot_recall", "verdicts_unsafe"]
    /// Findings of one cell that count in `findings_capped`.
    static let cap = 5
    let values: [Double]
    /// Number of the test that showed the hidden cell; one that was not found counts as found after the budget.
    let hiddenFoundAt: Double
    /// Number of cells of a rate of 20 % or more.
    let hotCells: Int

    init(_ replay: Replay, hot: [Int]) {
        let found = hot.count { replay.findings[$0] > 0 }
        values = [
            Double(replay.findings.reduce(0, +)),
            Double(replay.findings.reduce(0) { $0 + min($1, Self.cap) }),
            Double(replay.findings.count { $0 > 0 }),
            Double(replay.tests.count { $0 > 0 }),
            hot.isEmpty ? 1 : Double(found) / Double(hot.count),
            Double(replay.verdicts.reduce(0, +)),
        ]
        hiddenFoundAt = Double(replay.hiddenFoundAt ?? replay.log.count + 1)
        hotCells = hot.count
    }
}
