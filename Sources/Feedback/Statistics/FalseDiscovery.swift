/// Keeps the share of false alarms among alarms at a level, over any number of comparisons.
package enum FalseDiscovery {
    /// Adjusted p-values of Benjamini and Hochberg 1995 ("Controlling the false discovery rate"), weighted as in Genovese,
    /// Roeder and Wasserman 2006: a comparison is an alarm at level q when its value is at most q.
    ///
    /// - Parameters:
    ///   - values: p-values, 0 ... 1
    ///   - weights: how much of the level each comparison gets, over 0; they are scaled to a mean of 1. nil for all alike
    /// - Returns: a value for each p-value, 0 ... 1, in the same order
    package static func adjusted(_ values: [Double], weights: [Double]? = nil) -> [Double] {
        guard !values.isEmpty else { return [] }
        let count = Double(values.count)
        let mean = (weights ?? []).reduce(0, +) / count
        let weighted = values.indices.map { index in values[index] / (weights.map { $0[index] / mean } ?? 1) }
        let order = weighted.indices.sorted { weighted[$0] < weighted[$1] }
        var adjusted = [Double](repeating: 1, count: values.count)
        var least = 1.0
        for (rank, index) in order.enumerated().reversed() {
            least = min(least, weighted[index] * count / Double(rank + 1))
            adjusted[index] = least
        }
        return adjusted
    }
}
