import Foundation
import Records
import SafetyGrid

/// Rates of unsafe verdicts as averages over the cells of a grid, whatever the policy has bent.
///
/// The data are verdicts. The oracle's known errors correct the mean of the cells' rates afterwards
/// (``OracleErrorDistribution``): the correction is linear, and needs no trust in the model where false alarms
/// outnumber findings.
///
/// The share of unsafe tests describes the tests of an adaptive run and not the grid. An average of the cells' own
/// shares is biased as well, because a cell that began badly is tested more (Nie et al. 2018, "Why adaptively collected
/// data have negative bias"). The ``HierarchicalModel`` is not misled: the choice of a cell depends on recorded
/// verdicts alone, so it drops out of the likelihood (Rubin 1976, "Inference and missing data"). Its estimate of a rate
/// is the mean over the posterior of the rate's cells, with a variance from the joint posterior of their effects.
///
/// No model is quite true, and a policy that looks for findings enlarges the model's error. On an even grid it goes on
/// testing cells with early bad luck until their rates fall, and leaves cells with early good luck alone, so the
/// estimated rate is too low. Therefore the model is only the control variate of the ``UniformSample``, whose mean
/// residual has no such bias (``SampleCorrection``).
///
/// The grid's rate comes from the model that chooses tests, which pools similar cells. The rates of values come from a
/// second model that lets each value speak for itself (``ModelPriors/valuesApart``); their mean comes close to the
/// grid's rate but need not equal it.
package struct GridEstimator: Sendable {
    /// Factor that widens the intervals of a run with ``knownTests`` tests in each cell, because the variances
    /// treat the learned spreads as exact. The uncertainty of the spreads falls as tests grow, and so does the widening.
    private static let widening = 0.1
    private static let knownTests = 3.0

    let grid: Grid
    /// Estimates the rate of the grid.
    private let model: HierarchicalModel
    /// Estimates the rates of its values.
    private let valueModel: HierarchicalModel

    /// An estimator.
    package init(grid: Grid) {
        self.grid = grid
        model = HierarchicalModel(grid: grid, errors: .none)
        valueModel = HierarchicalModel(grid: grid, errors: .none, priors: .valuesApart)
    }

    /// The rates of the whole grid and of every value of its dimensions.
    ///
    /// - Parameter evidence: verdicts, with what is taken over from an earlier run
    package func estimate(_ evidence: RunEvidence) -> GridEstimate {
        let overall = rates(model, evidence, over: [grid.wholeAxis])
        let values = rates(valueModel, evidence, over: grid.dimensions.indices.map(grid.axis))
        return estimate(overall: overall.rates[0], values: values.rates)
    }

    /// ``estimate(_:)``, and the rate of each cell that the grid's is the mean of, by cell id. The two models work side by
    /// side.
    package func estimateWithCells(_ evidence: RunEvidence) async -> (estimate: GridEstimate, cellRates: [Double]) {
        async let overall = rates(model, evidence, over: [grid.wholeAxis])
        let values = rates(valueModel, evidence, over: grid.dimensions.indices.map(grid.axis))
        return (estimate(overall: await overall.rates[0], values: values.rates), await overall.means)
    }

    private func estimate(overall: RateEstimate, values: [RateEstimate]) -> GridEstimate {
        GridEstimate(overall: overall, dimensions: split(values), groupAxis: grid.groupAxis)
    }

    /// Rates of the values of some axes with their intervals, and the mean rate of each cell.
    private func rates(
        _ model: HierarchicalModel, _ evidence: RunEvidence, over axes: [GridAxis]
    ) -> (rates: [RateEstimate], means: [Double]) {
        let posterior = model.posterior(given: evidence.verdicts)
        let known = Self.knownTests * Double(grid.cellCount)
        let widening = 1 + Self.widening * min(known / max(evidence.verdicts.judged.reduce(0, +), 1), 1)
        let means = posterior.means()
        func sums(_ numbers: [Double]) -> [Double] { axes.flatMap { $0.sums(of: numbers) } }
        let sizes = sums(means.map { _ in 1 })
        let corrections = SampleCorrection.each(of: evidence.sample, means: means, sums: sums)
        let variances = posterior.logitVariances(over: axes)
        let rates = zip(sums(means), sizes).enumerated().map { part, sum in
            Self.interval(sum.0 / sum.1, variances[part].squareRoot(), corrections[part], widening: widening)
        }
        return (rates, means)
    }

    /// What stands for all values, by dimension.
    private func split(_ rates: [RateEstimate]) -> [[RateEstimate]] {
        var left = rates[...]
        return grid.shape.map { size in
            defer { left = left.dropFirst(size) }
            return Array(left.prefix(size))
        }
    }

    /// An interval about a corrected mean rate, even on the logit scale: a rate near 0 has a longer upper arm.
    private static func interval(
        _ mean: Double, _ spread: Double, _ correction: SampleCorrection?, widening: Double
    ) -> RateEstimate {
        let own = (mean: mean, error: spread * mean * (1 - mean))
        let (value, error) = correction?.applied(to: own) ?? own
        let arm = widening * RateEstimate.quantile * error / (value * (1 - value))
        func rate(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }
        let middle = log(value) - log(1 - value)
        return RateEstimate(value: value, lower: rate(middle - arm), upper: rate(middle + arm))
    }
}

/// The unsafe rate of a grid and of each value of its dimensions, as averages over cells.
package struct GridEstimate: Sendable, Equatable {
    /// Over all cells.
    package let overall: RateEstimate
    /// Over the cells of each value of each dimension, in the grid's order.
    package let dimensions: [[RateEstimate]]

    /// Position of the dimension that results are grouped by: ``SafetyGrid/Grid/groupAxis``.
    package let groupAxis: Int

    /// The rates that results are grouped by: those of the hazards where the grid has them.
    package var groups: [RateEstimate] { dimensions[groupAxis] }

    package init(overall: RateEstimate, dimensions: [[RateEstimate]], groupAxis: Int = 0) {
        self.overall = overall
        self.dimensions = dimensions
        self.groupAxis = groupAxis
    }

    /// Rates of unsafe responses out of rates of unsafe verdicts where the oracle's errors are exactly these, as in a
    /// simulation: means and both ends, by the same linear rule.
    ///
    /// - Parameter errors: how often the oracle is right
    package func corrected(for errors: OracleErrors) -> GridEstimate {
        map { rate in
            RateEstimate(
                value: errors.corrected(rate.value), lower: errors.corrected(rate.lower),
                upper: errors.corrected(rate.upper))
        }
    }

    /// The estimate with `other` applied to each of its rates.
    func map(_ other: (RateEstimate) -> RateEstimate) -> GridEstimate {
        GridEstimate(overall: other(overall), dimensions: dimensions.map { $0.map(other) }, groupAxis: groupAxis)
    }
}
