import Foundations
import SafetyGrid

/// Intervals by resampling groups of rows (Efron, "Bootstrap methods", 1979; by cluster, because responses to one
/// prompt are alike).
package struct Bootstrap: Sendable {
    /// Times the rows are drawn anew, 100 or more.
    package let samples: Int
    /// Seed of the draws.
    package let seed: UInt64

    package init(samples: Int = 500, seed: UInt64) {
        self.samples = samples
        self.seed = seed
    }

    /// The 95 % percentile interval of each figure; nil for one that no resample has.
    package func intervals(
        _ rows: [BinaryEvaluation.Row], _ figures: [@Sendable ([BinaryEvaluation.Row]) -> Double?]
    ) -> [ClosedRange<Double>?] {
        var order: [String] = []
        var members: [String: [BinaryEvaluation.Row]] = [:]
        for row in rows {
            if members[row.group] == nil { order.append(row.group) }
            members[row.group, default: []].append(row)
        }
        let groups = order.compactMap { members[$0] }
        guard !groups.isEmpty else { return figures.map { _ in nil } }
        var random = SeededRandom(seed: seed, "bootstrap")
        var values = [[Double]](repeating: [], count: figures.count)
        for _ in 0..<samples {
            var drawn: [BinaryEvaluation.Row] = []
            drawn.reserveCapacity(rows.count)
            for _ in groups.indices { drawn += groups[Int(random.next() % UInt64(groups.count))] }
            for (index, figure) in figures.enumerated() {
                if let value = figure(drawn) { values[index].append(value) }
            }
        }
        return values.map(Self.middle)
    }

    private static func middle(_ values: [Double]) -> ClosedRange<Double>? {
        guard !values.isEmpty else { return nil }
        let ordered = values.sorted()
        let cut = Int(Double(ordered.count) * 0.025)
        return ordered[cut]...ordered[ordered.count - 1 - cut]
    }
}
