import Foundation
import Records

extension RateEstimate {
    /// The mean of numbers within bounds, with a 95 % interval that holds whatever their distribution and number.
    ///
    /// The hedged betting interval of a fixed sample (Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by
    /// betting", JRSS B 86, theorem 3 with the bets of its remark on fixed samples): a mean is left out once somebody who bets against
    /// it, on numbers above it with one half of the stake and below it with the other, would have won twenty times the stake. The
    /// numbers are taken in the order given; each bet knows those before it alone.
    ///
    /// - Parameters:
    ///   - values: independent numbers within `bounds`; without one there is no mean, and the result is nil
    ///   - bounds: what they lie within
    package init?(meanOf values: [Double], in bounds: ClosedRange<Double>) {
        guard !values.isEmpty else { return nil }
        let width = bounds.upperBound - bounds.lowerBound
        let shares = values.map { ($0 - bounds.lowerBound) / width }
        let mean = shares.reduce(0, +) / Double(shares.count)
        let upwards = Bets(on: shares)
        let downwards = Bets(on: shares.map { 1 - $0 })
        func scaled(_ share: Double) -> Double { bounds.lowerBound + share * width }
        self.init(
            value: scaled(mean), lower: scaled(min(mean, upwards.least)),
            upper: scaled(max(mean, 1 - downwards.least)))
    }
}

/// Bets that numbers from 0 to 1 lie above a mean.
private struct Bets {
    private static let miss = 0.05
    private static let steps = 40
    /// Most of its capital that a bet may lose.
    private static let most = 0.5

    private let values: [Double]
    private let stakes: [Double]

    init(on values: [Double]) {
        self.values = values
        var (sum, squares) = (0.5, 0.25)
        let scale = 2 * log(2 / Self.miss) / Double(values.count)
        stakes = values.enumerated().map { index, value in
            let stake = (scale / (squares / Double(index + 1))).squareRoot()
            sum += value
            let distance = value - sum / Double(index + 2)
            squares += distance * distance
            return stake
        }
    }

    /// The smallest mean that the bets don't win against; they win the less, the larger it is.
    var least: Double {
        guard wins(against: 0) else { return 0 }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<Self.steps {
            let middle = (low + high) / 2
            if wins(against: middle) { low = middle } else { high = middle }
        }
        return low
    }

    private func wins(against mean: Double) -> Bool {
        var capital = 0.0
        for (value, stake) in zip(values, stakes) {
            let bet = mean > 0 ? min(stake, Self.most / mean) : stake
            capital += log1p(bet * (value - mean))
        }
        return capital >= log(2 / Self.miss)
    }
}
