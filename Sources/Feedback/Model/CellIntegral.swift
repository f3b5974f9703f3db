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
    /// Weight of each point after ``weigh(mean:variance:residual:cell:in:)``, common and odd together; sum 1.
    private(set) var weights = [Double](repeating: 0, count: LogitAxis.count)
    private var widths: KindDensities
    /// Densities of both kinds, as ``KindDensities/fill(_:mean:)`` wants them: the axis stands in the middle.
    private var densities = [Kinds](repeating: .zero, count: 3 * LogitAxis.count)
    private var commonMoments: Moments = (0, 0, 0)
    private var oddMoments: Moments = (0, 0, 0)

    private typealias Moments = (weight: Double, first: Double, second: Double)

    init(axis: LogitAxis, priors: ModelPriors) {
        self.axis = axis
        oddVariance = priors.oddSpread * priors.oddSpread
        widths = KindDensities(shares: Kinds(1 - priors.oddShare, priors.oddShare))
    }

    /// Works out the moments that ``predictor(mean:variance:residual:)`` and ``residualMoment(mean:variance:residual:)``
    /// need, for a cell with a normal predictor and verdicts of the given likelihood.
    ///
    /// - Parameters:
    ///   - mean: mean of the predictor
    ///   - variance: its variance, 0 or more
    ///   - residual: variance of a common cell's residual
    ///   - cell: the cell, whose row of `table` counts
    mutating func integrate(
        mean: Double, variance: Double, residual: Double, cell: Int, in table: LikelihoodTable
    ) {
        let (weight, first, second) = withDensities(mean, variance, residual, cell, table) { densities, likelihoods in
            var (weight, first, second) = (Kinds.zero, Kinds.zero, Kinds.zero)
            for point in 0..<LogitAxis.count {
                let logit = LogitAxis.first + LogitAxis.step * Double(point)
                let density = densities[point] * likelihoods[point]
                weight += density
                first += density * logit
                second += density * logit * logit
            }
            return (weight, first, second)
        }
        let scale = Self.scale(weight)
        commonMoments = (weight.x * scale, first.x * scale, second.x * scale)
        oddMoments = (weight.y * scale, first.y * scale, second.y * scale)
    }

    /// Fills ``weights`` for the same cell.
    mutating func weigh(mean: Double, variance: Double, residual: Double, cell: Int, in table: LikelihoodTable) {
        let scale = withDensities(mean, variance, residual, cell, table) { densities, likelihoods in
            var sums = Kinds.zero
            for point in 0..<LogitAxis.count {
                densities[point] *= likelihoods[point]
                sums += densities[point]
            }
            return Self.scale(sums)
        }
        for point in 0..<LogitAxis.count {
            let density = densities[LogitAxis.count + point]
            weights[point] = (density.x + density.y) * scale
        }
    }

    /// The densities of both kinds for a variance of the predictor.
    mutating func densities(variance: Double, residual: Double) -> KindDensities {
        widths.widen(to: Kinds(variance + residual, variance + oddVariance))
        return widths
    }

    /// Passes the densities at the points, and the likelihoods, to `body`.
    private mutating func withDensities<Result>(
        _ mean: Double, _ variance: Double, _ residual: Double, _ cell: Int, _ table: LikelihoodTable,
        _ body: (UnsafeMutablePointer<Kinds>, UnsafePointer<Double>) -> Result
    ) -> Result {
        let widths = densities(variance: variance, residual: residual)
        let row = table.rows[cell]
        return densities.withUnsafeMutableBufferPointer { densities in
            table.values.withUnsafeBufferPointer { likelihoods in
                guard let first = densities.baseAddress, let likelihoods = likelihoods.baseAddress else {
                    preconditionFailure("neither is ever empty")
                }
                let points = first + LogitAxis.count
                widths.fill(points, mean: mean)
                return body(points, likelihoods + row)
            }
        }
    }

    /// What densities of these sums are multiplied by for a sum of 1.
    static func scale(_ sums: Kinds) -> Double { 1 / max(sums.x + sums.y, .leastNormalMagnitude) }

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

    /// Variance of the rate under ``weights``.
    var rateVariance: Double {
        let mean = meanRate
        var sum = 0.0
        for point in weights.indices { sum += weights[point] * (axis.rates[point] - mean) * (axis.rates[point] - mean) }
        return sum
    }
}
