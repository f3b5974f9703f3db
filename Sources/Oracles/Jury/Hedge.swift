import Foundation

/// Weights learned online from the losses of experts, without regret: whatever the losses are, the total loss of following
/// the weights is at most that of the best expert plus sqrt(T ln N / 2).
///
/// Freund and Schapire, "A decision-theoretic generalization of on-line learning and an application to boosting", J. of
/// Computer and System Sciences 55, 1997, algorithm Hedge(beta), with beta = exp(-eta); the bound at eta = sqrt(8 ln N / T) is
/// theorem 2.2 of Cesa-Bianchi and Lugosi, "Prediction, Learning, and Games", 2006.
package struct Hedge: Sendable, Equatable {
    private var losses: [Double]
    private let rate: Double
    /// The loss of following the weights so far: the sum over rounds of the weighted mean of the experts' losses.
    package private(set) var ownLoss = 0.0

    /// Experts that have not lost anything.
    ///
    /// - Parameters:
    ///   - experts: how many, 2 or more
    ///   - rounds: about how many rounds will come, 1 or more; the bound holds for this number
    package init(experts: Int, rounds: Int) {
        losses = Array(repeating: 0, count: experts)
        rate = (8 * log(Double(max(experts, 2))) / Double(max(rounds, 1))).squareRoot()
    }

    /// The weights, which sum to 1: proportional to exp(-eta x loss).
    package var weights: [Double] {
        let least = losses.min() ?? 0
        let raw = losses.map { exp(-rate * ($0 - least)) }
        let total = raw.reduce(0, +)
        return raw.map { $0 / total }
    }

    /// The loss of each expert so far.
    package var expertLosses: [Double] { losses }

    /// Takes a round's losses, each in 0 ... 1, an expert each.
    package mutating func add(_ round: [Double]) {
        ownLoss += zip(weights, round).reduce(0) { $0 + $1.0 * $1.1 }
        for (index, loss) in round.enumerated() where losses.indices.contains(index) {
            losses[index] += min(max(loss, 0), 1)
        }
    }

    /// The most that ``ownLoss`` can exceed the loss of the best expert after `rounds`: sqrt(T ln N / 2).
    package static func regretBound(experts: Int, rounds: Int) -> Double {
        (Double(rounds) * log(Double(experts)) / 2).squareRoot()
    }
}
