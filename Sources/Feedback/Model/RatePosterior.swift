import SafetyGrid

/// The posterior distribution of the unsafe rate of every cell.
///
/// Holds two numbers a cell; a cell's distribution is integrated when it is asked for.
package struct RatePosterior: Sendable {
    let axis: LogitAxis
    private let priors: ModelPriors
    private let errors: OracleErrors
    let table: LikelihoodTable
    private let predictors: [(mean: Double, variance: Double)]
    let spreads: Spreads
    /// Means of the effects.
    let effects: [Double]
    /// Their joint posterior.
    let sampler: EffectSampler
    let layout: EffectLayout

    init(model: HierarchicalModel, fit: EffectFit) {
        axis = model.axis
        priors = model.priors
        errors = model.errors
        table = fit.table
        spreads = fit.spreads
        effects = fit.means
        sampler = fit.sampler
        layout = model.layout
        predictors = fit.predictors()
    }

    /// Number of cells.
    package var cellCount: Int { predictors.count }

    /// Mean unsafe rate of a cell, 0 ... 1.
    package func mean(of cell: Int) -> Double {
        var rate = 0.0
        forEach(CollectionOfOne(cell)) { rate = $1.meanRate }
        return rate
    }

    /// Mean unsafe rate of every cell, by cell id.
    package func means() -> [Double] {
        var rates = [Double](repeating: 0, count: cellCount)
        forEach(0..<cellCount) { rates[$0] = $1.meanRate }
        return rates
    }

    /// The rate of a cell that is not exceeded with probability `level`, 0 ... 1.
    package func bound(of cell: Int, level: Double) -> Double {
        var rate = 0.0
        forEach(CollectionOfOne(cell)) { rate = $1.rate(at: level) }
        return rate
    }

    /// Largest ``bound(of:level:)`` of all cells.
    package func largestBound(level: Double) -> Double {
        var largest = 0.0
        forEach(0..<cellCount) { largest = max(largest, $1.rate(at: level)) }
        return largest
    }

    /// Passes each cell's posterior given the effects to `body`, in order.
    func forEachDraw(
        _ cells: some Sequence<Int>, effects: [Double], _ body: (Int, inout CellIntegral) -> Void
    ) {
        var integral = CellIntegral(axis: axis, priors: priors)
        for cell in cells {
            integral.weigh(
                mean: predictor(of: cell, effects: effects), variance: 0, residual: spreads.residual, cell: cell,
                in: table)
            body(cell, &integral)
        }
    }

    /// The sum of a cell's effects.
    func predictor(of cell: Int, effects: [Double]) -> Double {
        var sum = 0.0
        for effect in layout.effects(of: cell) { sum += effects[Int(effect)] }
        return sum
    }

    /// Passes each cell's integrated posterior to `body`, in order.
    func forEach(_ cells: some Sequence<Int>, _ body: (Int, inout CellIntegral) -> Void) {
        var integral = CellIntegral(axis: axis, priors: priors)
        for cell in cells {
            integral.weigh(
                mean: predictors[cell].mean, variance: predictors[cell].variance, residual: spreads.residual,
                cell: cell, in: table)
            body(cell, &integral)
        }
    }
}

extension LogitAxis {
    /// The rate below which a share `level` of a posterior lies whose share before `point` is `below`, and at it `weight`.
    func rate(at level: Double, point: Int, below: Double, weight: Double) -> Double {
        let start = point == 0 ? 0 : rates[point - 1]
        let part = weight > 0 ? (level - below) / weight : 0
        return start + (rates[point] - start) * min(max(part, 0), 1)
    }
}

extension CellIntegral {
    /// The rate below which a share `level` of the posterior lies, between the points in a straight line.
    func rate(at level: Double) -> Double {
        var below = 0.0
        for point in weights.indices {
            let next = below + weights[point]
            if next >= level {
                return axis.rate(at: level, point: point, below: below, weight: weights[point])
            }
            below = next
        }
        return axis.rates[LogitAxis.count - 1]
    }

    /// Share of the cell's unsafe verdicts that are expected to be true.
    func truth(_ errors: OracleErrors) -> Double {
        var sum = 0.0
        for point in weights.indices { sum += weights[point] * errors.truth(at: axis.rates[point]) }
        return sum
    }
}
