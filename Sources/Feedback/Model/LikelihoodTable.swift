import Foundation

/// The likelihood of each cell's verdicts at the points of ``LogitAxis``; cells with the same counts share a row.
struct LikelihoodTable: Sendable {
    /// Rows of values, each with a largest value of 1; the first row is that of a cell without verdicts.
    private(set) var values: [Double]
    /// Where the row of each cell begins in ``values``.
    let rows: [Int]

    private struct Counts: Hashable {
        let judged: Double
        let findings: Double
    }

    init(_ evidence: CellEvidence, axis: LogitAxis) {
        var values = [Double](repeating: 1, count: LogitAxis.count)
        var known = [Counts(judged: 0, findings: 0): 0]
        rows = evidence.judged.indices.map { cell in
            let counts = Counts(judged: evidence.judged[cell], findings: evidence.findings[cell])
            if let row = known[counts] { return row }
            let logs = (0..<LogitAxis.count).map { point in
                counts.findings * axis.logUnsafe[point] + (counts.judged - counts.findings) * axis.logSafe[point]
            }
            let top = logs.max() ?? 0
            known[counts] = values.count
            values += logs.map { exp($0 - top) }
            return values.count - LogitAxis.count
        }
        self.values = values
    }
}
