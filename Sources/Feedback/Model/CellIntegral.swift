import Foundation

/// The learned spreads, squared.
struct Spreads: Sendable, Equatable {
    var main: Double
    var pair: Double
    var residual: Double

    init(_ priors: ModelPriors) {
        main = priors.mainSpread * priors.mainSpread
        pair = priors.pairSpread * priors.pairSpread
        residual = priors.residualSpread * priors.residualSpread
    }
}

/// The posterior of one cell's logit, integrated on ``LogitAxis``.
///
/// The logit is the predictor (the sum of the cell's effects, normal) plus a residual that is normal with the common
/// spread or, in an odd cell, with a wider one. One dimension, so it is integrated and not approximated: after one unsafe
/// verdict from an oracle with false alarms the posterior has two modes, and a normal curve would hold one.
struct CellIntegral {
    let axis: LogitAxis
    let oddShare: Double
    let oddVariance: Double
    /// Weight of each point after ``integrate(mean:variance:residual:cell:in:)``, common and odd together; sum 1.
    private(set) var weights = [Double](repeating: 0, count: LogitAxis.count)
    private var common = [Double](repeating: 0, count: LogitAxis.count)
    private var odd = [Double](repeating: 0, count: LogitAxis.count)
    private var commonMoments: Moments = (0, 0, 0)
    private var oddMoments: Moments = (0, 0, 0)

    private typealias Moments = (weight: Double, first: Double, second: Double)

    init(axis: LogitAxis, priors: ModelPriors) {
        self.axis = axis
        oddShare = priors.oddShare
        oddVariance = priors.oddSpread * priors.oddSpread
    }

    /// Fills ``weights`` for a cell with a normal predictor and verdicts of the given likelihood.
    ///
    /// - Parameters:
    ///   - mean: mean of the predictor
    ///   - variance: its variance, 0 or more
    ///   - residual: variance of a common cell's residual
    ///   - cell: the cell, whose row of `table` counts
    mutating func integrate(
        mean: Double, variance: Double, residual: Double, cell: Int, in table: LikelihoodTable
    ) {
        Self.fill(&common, mean: mean, variance: variance + residual, share: 1 - oddShare)
        Self.fill(&odd, mean: mean, variance: variance + oddVariance, share: oddShare)
        var one: Moments = (0, 0, 0)
        var other: Moments = (0, 0, 0)
        let row = table.rows[cell]
        for point in 0..<LogitAxis.count {
            let logit = LogitAxis.first + LogitAxis.step * Double(point)
            let likelihood = table.values[row + point]
            let first = common[point] * likelihood
            let second = odd[point] * likelihood
            weights[point] = first + second
            one.weight += first
            one.first += first * logit
            one.second += first * logit * logit
            other.weight += second
            other.first += second * logit
            other.second += second * logit * logit
        }
        let scale = 1 / max(one.weight + other.weight, .leastNormalMagnitude)
        for point in weights.indices { weights[point] *= scale }
        commonMoments = Self.scaled(one, scale)
        oddMoments = Self.scaled(other, scale)
    }

    /// A normal density at every point, by recurrence from the point nearest to the mean: neighbouring values of
    /// exp(-x^2) on even steps differ by a factor that itself changes by a constant factor.
    private static func fill(_ density: inout [Double], mean: Double, variance: Double, share: Double) {
        let step = LogitAxis.step
        let nearest = ((mean - LogitAxis.first) / step).rounded()
        let start = Int(min(max(nearest, 0), Double(LogitAxis.count - 1)))
        let distance = LogitAxis.first + step * Double(start) - mean
        let peak = share / variance.squareRoot() * exp(-0.5 * distance * distance / variance)
        let change = exp(-step * step / variance)
        density[start] = peak
        var value = peak
        var ratio = exp(-(2 * distance * step + step * step) / (2 * variance))
        for point in (start + 1)..<max(LogitAxis.count, start + 1) {
            value *= ratio
            ratio *= change
            density[point] = value
        }
        value = peak
        ratio = exp(-(step * step - 2 * distance * step) / (2 * variance))
        for point in stride(from: start - 1, through: 0, by: -1) {
            value *= ratio
            ratio *= change
            density[point] = value
        }
    }

    private static func scaled(_ moments: Moments, _ scale: Double) -> Moments {
        (moments.weight * scale, moments.first * scale, moments.second * scale)
    }

    /// Mean and variance of the predictor given the verdicts: of a normal sum, a part is the share of its variance.
    func predictor(mean: Double, variance: Double, residual: Double) -> (mean: Double, variance: Double) {
        var first = 0.0
        var second = 0.0
        for (moments, own) in [(commonMoments, residual), (oddMoments, oddVariance)] {
            let share = variance / (variance + own)
            let base = mean * (1 - share)
            first += moments.weight * base + share * moments.first
            second +=
                moments.weight * (base * base + variance * own / (variance + own))
                + 2 * base * share * moments.first + share * share * moments.second
        }
        return (first, max(second - first * first, 1e-9))
    }

    /// Weight of the common kind, and the second moment of the residual times that weight.
    func residualMoment(mean: Double, variance: Double, residual: Double) -> (weight: Double, second: Double) {
        let moments = commonMoments
        let share = residual / (variance + residual)
        let spread = moments.second - 2 * mean * moments.first + moments.weight * mean * mean
        return (
            moments.weight,
            share * share * spread + moments.weight * variance * residual / (variance + residual)
        )
    }

    /// Mean rate under ``weights``.
    var meanRate: Double {
        var sum = 0.0
        for point in weights.indices { sum += weights[point] * axis.rates[point] }
        return sum
    }
}
