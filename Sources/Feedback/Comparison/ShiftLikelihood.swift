import Foundation
import Foundations
import SafetyGrid

/// How much better a change of the later run's rates explains two runs than no change does, group by group.
///
/// The change is a shift of the logits of all cells of a group, in steps of ``LogitAxis``. The cells' unknown rates are
/// integrated out: their effects over joint draws from the posterior given both runs, their residuals exactly.
///
/// A likelihood does not depend on the choice of tests, as long as earlier verdicts alone decided it. So an adaptive
/// run is compared as fairly as a uniform one (Rubin 1976, "Inference and missing data").
struct ShiftLikelihood {
    /// Steps of a shift up or down: to a factor of 11 in the odds.
    static let reach = 6

    /// Logarithm of the ratio of every group, by its number: shifts -``reach`` ... ``reach``, in steps.
    let logRatios: [[Double]]

    private static let shifts = 2 * reach + 1
    /// A number for each shift; the lanes after the last stay without meaning.
    fileprivate typealias Shifts = SIMD16<Double>

    /// - Parameters:
    ///   - posterior: given the verdicts of both runs, with nothing changed
    ///   - later: verdicts of the later run
    init(_ index: GroupIndex, _ posterior: RatePosterior, later: CellEvidence, draws: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed, "compare")
        let table = RatioTable(later, axis: posterior.axis)
        var sums = [Double](repeating: 0, count: index.wide * Self.shifts)
        var tops = [Double](repeating: -.infinity, count: sums.count)
        var cells = [Shifts](repeating: .zero, count: index.count - index.wide)
        let tested = later.judged.indices.filter { later.judged[$0] > 0 }
        for effects in posterior.sampler.draws(draws, using: &random) {
            var logs = [Shifts](repeating: .zero, count: index.wide)
            posterior.forEachDraw(tested, effects: effects) { cell, integral in
                var ratios = table.ratios(of: cell, weights: integral.weights)
                cells[cell] += ratios
                for shift in 0..<Self.shifts { ratios[shift] = log(ratios[shift]) }
                index.forEachWide(of: cell) { logs[$0] += ratios }
            }
            for place in sums.indices {
                let value = logs[place / Self.shifts][place % Self.shifts]
                // A sum of exponentials, scaled by the largest so far.
                if value > tops[place] {
                    sums[place] = sums[place] * exp(tops[place] - value) + 1
                    tops[place] = value
                } else {
                    sums[place] += exp(value - tops[place])
                }
            }
        }
        let count = Double(draws)
        logRatios = (0..<index.count).map { group in
            (0..<Self.shifts).map { shift in
                guard group < index.wide else {
                    let sum = cells[group - index.wide][shift]
                    return sum > 0 ? log(sum / count) : 0
                }
                let place = group * Self.shifts + shift
                return tops[place] + log(sums[place] / count)
            }
        }
    }

    /// Posterior probability that a group's rate rose; shifts are normal with a spread of one beforehand.
    func riseProbability(_ group: Int) -> Double {
        let logs = logRatios[group]
        let top = logs.max() ?? 0
        var all = 0.0
        var up = 0.0
        for shift in logs.indices {
            let size = LogitAxis.step * Double(shift - Self.reach)
            let weight = exp(logs[shift] - top - size * size / 2)
            all += weight
            up += weight * (shift > Self.reach ? 1 : shift == Self.reach ? 0.5 : 0)
        }
        return up / all
    }

    /// P-value of a rise, or of a fall: that of the one-sided likelihood-ratio test, P(Z >= sqrt(2 log ratio)) (Wilks 1938,
    /// "The large-sample distribution of the likelihood ratio"), with the ratio at its largest over the shifts that way.
    func pValue(_ group: Int, rise: Bool) -> Double {
        let logs = logRatios[group]
        let best = (rise ? logs[(Self.reach + 1)...].max() : logs[..<Self.reach].max()) ?? 0
        guard best > 0 else { return 1 }
        return 0.5 * erfc(best.squareRoot())
    }
}

/// The likelihood of each cell's verdicts at a shifted rate, relative to that at the rate itself.
private struct RatioTable {
    /// One element for each point.
    private var values: [ShiftLikelihood.Shifts] = []
    private var rows: [Int]

    private struct Counts: Hashable {
        let judged: Double
        let findings: Double
    }

    init(_ evidence: CellEvidence, axis: LogitAxis) {
        rows = Array(repeating: 0, count: evidence.judged.count)
        var known: [Counts: Int] = [:]
        for cell in evidence.judged.indices where evidence.judged[cell] > 0 {
            let counts = Counts(judged: evidence.judged[cell], findings: evidence.findings[cell])
            if let row = known[counts] {
                rows[cell] = row
                continue
            }
            rows[cell] = values.count
            known[counts] = values.count
            let logs = axis.rates.indices.map { point in
                counts.findings * axis.logUnsafe[point] + (counts.judged - counts.findings) * axis.logSafe[point]
            }
            for point in logs.indices {
                var ratios = ShiftLikelihood.Shifts.zero
                for shift in -ShiftLikelihood.reach...ShiftLikelihood.reach {
                    ratios[shift + ShiftLikelihood.reach] = exp(
                        logs[min(max(point + shift, 0), logs.count - 1)] - logs[point])
                }
                values.append(ratios)
            }
        }
    }

    func ratios(of cell: Int, weights: [Double]) -> ShiftLikelihood.Shifts {
        let row = rows[cell]
        var sums = ShiftLikelihood.Shifts.zero
        for point in weights.indices { sums += weights[point] * values[row + point] }
        let least = ShiftLikelihood.Shifts(repeating: .leastNormalMagnitude)
        return sums.replacing(with: least, where: sums .< least)
    }
}
