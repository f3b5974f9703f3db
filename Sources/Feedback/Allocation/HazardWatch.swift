import Foundation
import Foundations
import SafetyGrid

/// Finds the hazards that look worse than in earlier runs, and sends tests where they settle the question.
///
/// A night spreads its tests over a dozen hazards or more, too thin to see one of them get worse. So the verdicts of each
/// hazard (of each value of the first dimension in a grid without hazards) are weighed: how much likelier they are at ``oddsFactor`` times the odds of
/// earlier runs than at those odds. A test goes to a hazard in proportion to the square of that ratio, and in the hazard to
/// a cell in proportion to what a test there tells of its odds, p (1 - p), and to what a finding there is worth. That no
/// hazard rose takes part with a constant weight, so that a night without a change gives tests back; a hazard whose rise is
/// ``settled`` needs no more of them, and leaves its tests to others that may have risen too.
///
/// The ratio is squared, because the ratio alone (Thompson's matching of probabilities) gives too many tests to hazards
/// that did not rise: simulated nights found a hazard that rose from 2 to 10 % in 72 to 84 of 100 by the ratio, and in
/// 78 to 86 by its square.
struct HazardWatch {
    /// The rise of the odds that is looked for, as a factor: 2 to 10 %, as verdicts show it with 2 % of false alarms, is 3.
    static let oddsFactor = 2.5
    /// Weight of no rise, for each hazard: one hazard alone counts 1 before its first test. With five times as much a hazard
    /// that was unlucky in its first tests gets too few to be found after all: 78 of 100 simulated ones for 83. A quiet night
    /// has a tenth fewer findings for it.
    static let quietWeight = 0.05
    /// Logarithm of the ratio from which a rise is settled: 3,000 to 1, over what a comparison of a dozen hazards asks.
    static let settled = 8.0
    /// Least distance of a rate from 0 and 1, so that a cell without evidence rules nothing out.
    private static let leastRate = 1e-6

    /// Probability that a test goes to each cell, by its id. If they sum to less than 1, the rest of the tests is given
    /// back.
    let probabilities: [Double]
    private let below: [Double]

    /// - Parameters:
    ///   - rates: rates of unsafe verdicts that earlier runs let expect, by cell id
    ///   - verdicts: the verdicts of this run
    ///   - worth: worth of a test of each cell, by cell id; nil for all alike
    init(rates: [Double], verdicts: CoverageMatrix, worth: [Double]? = nil) {
        let rates = rates.map { min(max($0, Self.leastRate), 1 - Self.leastRate) }
        let axis = verdicts.grid.axis(verdicts.grid.groupAxis)
        let hazards = axis.count
        var logs = [Double](repeating: 0, count: hazards)
        var information = [Double](repeating: 0, count: hazards)
        for (cell, rate) in rates.enumerated() {
            let risen = Self.oddsFactor * rate / (1 - rate + Self.oddsFactor * rate)
            let findings = Double(verdicts.findings[cell])
            let others = Double(verdicts.depth[cell]) - findings
            logs[axis.index(of: cell)] += findings * log(risen / rate) + others * log((1 - risen) / (1 - rate))
            information[axis.index(of: cell)] += rate * (1 - rate)
        }
        let mean = worth.map { $0.reduce(0, +) / Double(rates.count) } ?? 1
        // No ratio that counts is over exp(8), and its square no reason to scale.
        let parts = rates.enumerated().map { cell, rate in
            let log = logs[axis.index(of: cell)]
            let weight = log >= Self.settled ? 0 : exp(2 * log)
            return weight * rate * (1 - rate) / information[axis.index(of: cell)] * (worth?[cell] ?? 1) / mean
        }
        let all = parts.reduce(Self.quietWeight * Double(hazards), +)
        probabilities = parts.map { $0 / all }
        var sum = 0.0
        below = probabilities.map {
            sum += $0
            return sum
        }
    }

    /// A cell for a test; nil when the test is given back.
    func draw(using random: inout SeededRandom) -> Int? {
        let part = random.unit()
        guard let all = below.last, part < all else { return nil }
        return below.firstIndex(above: part)
    }
}
