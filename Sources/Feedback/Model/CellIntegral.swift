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
    let oddVariance: Double
    /// Weight of each point after ``integrate(mean:variance:residual:cell:in:)`` or ``weigh(predictor:residual:cell:in:)``,
    /// common and odd together; sum 1.
    private(set) var weights = [Double](repeating: 0, count: LogitAxis.count)
    /// Densities of the common and of the odd kind at each point, by the likelihood.
    private var densities = [Kinds](repeating: .zero, count: LogitAxis.count)
    private var widths = Widths(variances: Kinds(1, 1), shares: .zero)
    private let shares: Kinds
    private var commonMoments: Moments = (0, 0, 0)
    private var oddMoments: Moments = (0, 0, 0)

    private typealias Moments = (weight: Double, first: Double, second: Double)
    /// A number of the common and one of the odd kind.
    fileprivate typealias Kinds = SIMD2<Double>

    init(axis: LogitAxis, priors: ModelPriors) {
        self.axis = axis
        oddVariance = priors.oddSpread * priors.oddSpread
        shares = Kinds(1 - priors.oddShare, priors.oddShare)
    }

    /// Fills ``weights`` for a cell with a normal predictor and verdicts of the given likelihood, and the moments that
    /// ``predictor(mean:variance:residual:)`` and ``residualMoment(mean:variance:residual:)`` need.
    ///
    /// - Parameters:
    ///   - mean: mean of the predictor
    ///   - variance: its variance, 0 or more
    ///   - residual: variance of a common cell's residual
    ///   - cell: the cell, whose row of `table` counts
    mutating func integrate(
        mean: Double, variance: Double, residual: Double, cell: Int, in table: LikelihoodTable
    ) {
        let scale = fill(mean: mean, variances: Kinds(variance + residual, variance + oddVariance), cell, table)
        var weight = Kinds.zero
        var first = Kinds.zero
        var second = Kinds.zero
        for point in densities.indices {
            let logit = LogitAxis.first + LogitAxis.step * Double(point)
            weight += densities[point]
            first += densities[point] * logit
            second += densities[point] * logit * logit
        }
        commonMoments = Self.scaled((weight.x, first.x, second.x), scale)
        oddMoments = Self.scaled((weight.y, first.y, second.y), scale)
    }

    /// Fills ``weights`` alone, for a cell whose predictor is known.
    mutating func weigh(predictor: Double, residual: Double, cell: Int, in table: LikelihoodTable) {
        _ = fill(mean: predictor, variances: Kinds(residual, oddVariance), cell, table)
    }

    /// Fills ``densities`` and ``weights``.
    ///
    /// - Returns: what the densities are multiplied by for a sum of 1
    private mutating func fill(
        mean: Double, variances: Kinds, _ cell: Int, _ table: LikelihoodTable
    ) -> Double {
        if widths.variances != variances { widths = Widths(variances: variances, shares: shares) }
        let row = table.rows[cell]
        return densities.withUnsafeMutableBufferPointer { densities in
            widths.fill(densities, mean: mean)
            var sums = Kinds.zero
            table.values.withUnsafeBufferPointer { likelihoods in
                for point in 0..<LogitAxis.count {
                    densities[point] *= likelihoods[row + point]
                    sums += densities[point]
                }
            }
            let scale = 1 / max(sums.x + sums.y, .leastNormalMagnitude)
            weights.withUnsafeMutableBufferPointer { weights in
                for point in 0..<LogitAxis.count {
                    weights[point] = (densities[point].x + densities[point].y) * scale
                }
            }
            return scale
        }
    }

    /// Two normal densities of one mean. What does not depend on the mean is worked out once.
    private struct Widths {
        let variances: Kinds
        /// Densities at the mean.
        private let peaks: Kinds
        /// Factor between the ratios of neighbours.
        private let change: Kinds

        init(variances: Kinds, shares: Kinds) {
            self.variances = variances
            peaks = shares / variances.squareRoot()
            change = Self.exp(Kinds(repeating: -LogitAxis.step * LogitAxis.step) / variances)
        }

        /// The densities at every point, by recurrence from the point nearest to the mean: neighbouring values of
        /// exp(-x^2) on even steps differ by a factor that itself changes by a constant factor.
        func fill(_ densities: UnsafeMutableBufferPointer<Kinds>, mean: Double) {
            let step = LogitAxis.step
            let nearest = ((mean - LogitAxis.first) / step).rounded()
            let start = Int(min(max(nearest, 0), Double(LogitAxis.count - 1)))
            let distance = LogitAxis.first + step * Double(start) - mean
            let peak = peaks * Self.exp(-0.5 * distance * distance / variances)
            densities[start] = peak
            let twice = 2 * variances
            var value = peak
            var ratio = Self.exp(-(2 * distance * step + step * step) / twice)
            for point in (start + 1)..<max(LogitAxis.count, start + 1) {
                value *= ratio
                ratio *= change
                densities[point] = value
            }
            value = peak
            ratio = Self.exp(-(step * step - 2 * distance * step) / twice)
            for point in stride(from: start - 1, through: 0, by: -1) {
                value *= ratio
                ratio *= change
                densities[point] = value
            }
        }

        private static func exp(_ exponents: Kinds) -> Kinds {
            Kinds(Foundation.exp(exponents.x), Foundation.exp(exponents.y))
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
