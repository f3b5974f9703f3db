import Foundation

/// The effects while they are fitted: one normal observation of the predictor for each tested cell.
struct EffectFit {
    /// Passes over the tested cells: enough for the means to stand still to two digits.
    static let sweeps = 6
    /// Share of the way to the new observation that a pass after the first goes, so that neighbours do not overshoot.
    static let damping = 0.7
    /// Backfitting rounds a pass.
    private static let rounds = 2

    let layout: EffectLayout
    let priors: ModelPriors
    let table: LikelihoodTable
    /// Cells with a verdict, in order.
    let tested: [Int]
    private(set) var spreads: Spreads
    private(set) var means: [Double]
    private var precisions: [Double]
    /// Precision of each tested cell's observation of its predictor.
    private var weights: [Double]
    /// That precision times the observed value.
    private var weighted: [Double]

    init(layout: EffectLayout, priors: ModelPriors, evidence: CellEvidence, table: LikelihoodTable) {
        self.layout = layout
        self.priors = priors
        self.table = table
        tested = evidence.judged.indices.filter { evidence.judged[$0] > 0 }
        spreads = Spreads(priors)
        means = Array(repeating: 0, count: layout.effectCount)
        precisions = means
        weights = Array(repeating: 0, count: tested.count)
        weighted = weights
        for group in layout.groups {
            for effect in group.effects { precisions[effect] = 1 / variance(of: group.kind) }
        }
        means[0] = priors.mean
    }

    /// Passes for a grid: a large one gets fewer, so that a planning step stays short.
    var passes: Int { tested.count > 10_000 ? Self.sweeps : 2 * Self.sweeps }

    /// Begins with observations that all equal the pooled rate, each with the information of its cell's tests at that
    /// rate. From the prior alone, each of hundreds of cells would correct the mean by the whole difference.
    mutating func begin(_ evidence: CellEvidence, _ errors: OracleErrors) {
        let judged = evidence.judged.reduce(0, +)
        let observed = (evidence.findings.reduce(0, +) + 0.5) / (judged + 1)
        let rate = min(max(errors.corrected(observed), 1e-3), 0.95)
        let seen = errors.observed(rate)
        // Fisher information of a test about the logit: (dq / dlogit)^2 / (q (1 - q)).
        let slope = errors.power * rate * (1 - rate)
        let information = slope * slope / max(seen * (1 - seen), 1e-9)
        for (place, cell) in tested.enumerated() {
            weights[place] = evidence.judged[cell] * information
            weighted[place] = weights[place] * log(rate / (1 - rate))
        }
        for _ in 0..<Self.rounds { backfit() }
    }

    /// One pass: integrates every tested cell against the others, then fits the effects, then their spreads.
    mutating func sweep(_ axis: LogitAxis, damping: Double) {
        var integral = CellIntegral(axis: axis, priors: priors)
        var common = 0.0
        var squares = 0.0
        for (place, cell) in tested.enumerated() {
            let outside = predictor(of: cell, without: (weights[place], weighted[place]))
            integral.integrate(
                mean: outside.mean, variance: outside.variance, residual: spreads.residual,
                cell: cell, in: table)
            let inside = integral.predictor(
                mean: outside.mean, variance: outside.variance, residual: spreads.residual)
            // An unsafe verdict that may be a false alarm can widen the posterior. The observation then has next to no
            // weight, and its value is what moves the mean as far as the verdicts did.
            let weight = max(1 / inside.variance - 1 / outside.variance, 1e-6)
            let value = inside.mean * (1 / outside.variance + weight) - outside.mean / outside.variance
            weights[place] += damping * (weight - weights[place])
            weighted[place] += damping * (value - weighted[place])
            let residual = integral.residualMoment(
                mean: outside.mean, variance: outside.variance, residual: spreads.residual)
            common += residual.weight
            squares += residual.second
        }
        for _ in 0..<Self.rounds { backfit() }
        learnSpreads(common: common, squares: squares)
    }

    /// Mean and variance of the sum of a cell's effects, as the other cells alone would have it.
    ///
    /// - Parameter own: precision, and precision times value, of the cell's observation; zeros for an untested cell
    func predictor(of cell: Int, without own: (weight: Double, value: Double)) -> (mean: Double, variance: Double) {
        let first = cell * layout.groups.count
        var sum = 0.0
        for place in first..<(first + layout.groups.count) { sum += means[Int(layout.members[place])] }
        var mean = 0.0
        var variance = 0.0
        for place in first..<(first + layout.groups.count) {
            let effect = Int(layout.members[place])
            let left = max(precisions[effect] - own.weight, 1e-6)
            let seen = own.value - own.weight * (sum - means[effect])
            mean += (precisions[effect] * means[effect] - seen) / left
            variance += 1 / left
        }
        return (mean, variance)
    }

    /// The predictor of every cell without its own verdicts.
    func predictors() -> [(mean: Double, variance: Double)] {
        var own = [(weight: Double, value: Double)](repeating: (0, 0), count: layout.cellCount)
        for (place, cell) in tested.enumerated() { own[cell] = (weights[place], weighted[place]) }
        return (0..<layout.cellCount).map { predictor(of: $0, without: own[$0]) }
    }

    /// A sampler of all effects from their joint posterior.
    var sampler: EffectSampler {
        var prior = [Double](repeating: 0, count: layout.effectCount)
        for group in layout.groups {
            for effect in group.effects { prior[effect] = 1 / variance(of: group.kind) }
        }
        return EffectSampler(
            layout: layout, tested: tested, weights: weights, weighted: weighted, priorPrecisions: prior,
            priorMean: priors.mean)
    }

    /// Updates each group of effects in turn, given the others.
    private mutating func backfit() {
        let width = layout.groups.count
        var sums = tested.map { cell in
            layout.members[(cell * width)..<((cell + 1) * width)].reduce(0.0) { $0 + means[Int($1)] }
        }
        var seen = [Double](repeating: 0, count: layout.effectCount)
        for (number, group) in layout.groups.enumerated() {
            let prior = 1 / variance(of: group.kind)
            for effect in group.effects { precisions[effect] = prior }
            for (place, cell) in tested.enumerated() {
                let effect = Int(layout.members[cell * width + number])
                precisions[effect] += weights[place]
                seen[effect] += weighted[place] - weights[place] * (sums[place] - means[effect])
            }
            var steps = [Double](repeating: 0, count: group.effects.count)
            for effect in group.effects {
                let centre = group.kind == .mean ? priors.mean * prior : 0
                let mean = (seen[effect] + centre) / precisions[effect]
                steps[effect - group.effects.lowerBound] = mean - means[effect]
                means[effect] = mean
            }
            for (place, cell) in tested.enumerated() {
                let effect = Int(layout.members[cell * width + number])
                sums[place] += steps[effect - group.effects.lowerBound]
            }
        }
    }

    /// Expectation maximization of the spreads, with the prior's own as ``ModelPriors/strength`` further effects.
    private mutating func learnSpreads(common: Double, squares: Double) {
        let strength = priors.strength
        let start = Spreads(priors)
        var sums = [Double](repeating: 0, count: EffectLayout.Kind.allCases.count)
        var counts = sums
        for group in layout.groups {
            for effect in group.effects {
                sums[group.kind.rawValue] += means[effect] * means[effect] + 1 / precisions[effect]
            }
            counts[group.kind.rawValue] += Double(group.effects.count)
        }
        func spread(_ kind: EffectLayout.Kind, _ start: Double) -> Double {
            (sums[kind.rawValue] + strength * start) / (counts[kind.rawValue] + strength)
        }
        if priors.learnsMainSpread { spreads.main = spread(.main, start.main) }
        spreads.pair = spread(.pair, start.pair)
        spreads.residual = max(
            (squares + strength * start.residual) / (common + strength),
            priors.leastResidual * priors.leastResidual)
    }

    private func variance(of kind: EffectLayout.Kind) -> Double {
        switch kind {
        case .mean: priors.meanSpread * priors.meanSpread
        case .main: spreads.main
        case .pair: spreads.pair
        }
    }
}
