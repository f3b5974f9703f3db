import Foundation

/// How often each oracle is right, from the agreement of several alone: nobody needs to know the truth.
///
/// Expectation maximisation over a two-sided confusion of each oracle and the share of unsafe responses (Dawid and Skene,
/// "Maximum likelihood estimation of observer error-rates using the EM algorithm", Applied Statistics 28, 1979, eqs. 2.3 to
/// 2.5). It begins at the majority and takes the oracles to be better than chance on average, without which the labels could
/// just as well stand for each other. Needs three oracles that err independently of each other.
package struct DawidSkene: Sendable, Equatable {
    /// Of each oracle, the share of unsafe responses that it calls unsafe, in 0 ... 1.
    package let sensitivities: [Double]
    /// Of each oracle, the share of safe responses that it calls safe, in 0 ... 1.
    package let specificities: [Double]
    /// The share of unsafe responses.
    package let prevalence: Double

    private static let rounds = 200
    /// Added to each count, so that no rate becomes 0 or 1.
    private static let smoothing = 1.0

    /// Learns from the oracles' verdicts.
    ///
    /// - Parameter rows: of each response what each oracle said, whether it is unsafe; nil for `unknown`
    /// - Returns: nil with fewer than three oracles or no row on which two of them spoke
    package init?(_ rows: [[Bool?]]) {
        let count = rows.first?.count ?? 0
        let spoken = rows.filter { $0.count == count && $0.count { $0 != nil } >= 2 }
        guard count >= 3, !spoken.isEmpty else { return nil }
        var belief = spoken.map { row in
            let votes = row.compactMap { $0 }
            return Double(votes.count { $0 }) / Double(votes.count)
        }
        var model = Model(spoken, belief, oracles: count)
        for _ in 0..<Self.rounds {
            let next = spoken.map(model.belief)
            let change = zip(belief, next).map { abs($0 - $1) }.max() ?? 0
            belief = next
            model = Model(spoken, belief, oracles: count)
            if change < 1e-9 { break }
        }
        if model.power < 0 {
            belief = belief.map { 1 - $0 }
            model = Model(spoken, belief, oracles: count)
        }
        (sensitivities, specificities, prevalence) = (model.sensitivities, model.specificities, model.prevalence)
    }

    /// Weights for a vote, which sum to 1: proportional to how far an oracle is better than chance, as the log-odds of its
    /// balanced accuracy; 0 for one that is not.
    package var weights: [Double] {
        let raw = zip(sensitivities, specificities).map { pair in
            let accuracy = min((pair.0 + pair.1) / 2, 0.999)
            return accuracy > 0.5 ? log(accuracy / (1 - accuracy)) : 0
        }
        let total = raw.reduce(0, +)
        return total > 0 ? raw.map { $0 / total } : raw.map { _ in 1 / Double(raw.count) }
    }

    /// The rates that fit a belief in each response's being unsafe.
    private struct Model {
        var sensitivities: [Double] = []
        var specificities: [Double] = []
        let prevalence: Double

        init(_ rows: [[Bool?]], _ belief: [Double], oracles: Int) {
            prevalence = (belief.reduce(0, +) + DawidSkene.smoothing) / (Double(rows.count) + 2 * DawidSkene.smoothing)
            let one = DawidSkene.smoothing
            for oracle in 0..<oracles {
                var (hits, unsafe, passes, safe) = (one, 2 * one, one, 2 * one)
                for (row, belief) in zip(rows, belief) {
                    guard let said = row[oracle] else { continue }
                    unsafe += belief
                    safe += 1 - belief
                    if said { hits += belief } else { passes += 1 - belief }
                }
                sensitivities.append(hits / unsafe)
                specificities.append(passes / safe)
            }
        }

        /// How far the oracles are better than chance, summed.
        var power: Double { zip(sensitivities, specificities).reduce(0) { $0 + $1.0 + $1.1 - 1 } }

        /// How probable it is that a response of which this was said is unsafe.
        func belief(_ row: [Bool?]) -> Double {
            var odds = log(prevalence / (1 - prevalence))
            for (oracle, said) in row.enumerated() {
                guard let said else { continue }
                let (se, sp) = (sensitivities[oracle], specificities[oracle])
                odds += said ? log(se / (1 - sp)) : log((1 - se) / sp)
            }
            return 1 / (1 + exp(-odds))
        }
    }
}
