import SafetyGrid

/// A hierarchical logistic model of the unsafe rate of every cell: a finding in one cell raises its relatives.
///
/// logit(rate of a cell) = mean + main effects + pairwise interactions + what is the cell's own, each shrunk to 0 by a
/// normal prior whose spread is learned; verdicts come through an oracle with known errors. The fit is expectation
/// propagation (Minka 2001, "Expectation propagation for approximate Bayesian inference") with a posterior that factorizes
/// over effects, as Herbrich, Minka and Graepel 2006 ("TrueSkill") use it: each tested cell becomes a normal observation of
/// the sum of its effects, found by integrating the cell in one dimension; the sum's effects are then a ridge regression
/// by backfitting. Time is linear in tested cells, memory linear in cells.
///
/// ```swift
/// let model = HierarchicalModel(grid: grid, errors: .planning)
/// let posterior = model.posterior(given: CellEvidence(matrix))
/// posterior.mean(of: 17)      // unsafe rate of cell 17, 0 ... 1
/// ```
package struct HierarchicalModel: Sendable {
    let layout: EffectLayout
    let axis: LogitAxis
    let priors: ModelPriors
    package let errors: OracleErrors

    package init(grid: Grid, errors: OracleErrors, priors: ModelPriors = ModelPriors()) {
        layout = EffectLayout(grid)
        axis = LogitAxis(errors)
        self.priors = priors
        self.errors = errors
    }

    /// The posterior of every cell given `evidence`: a pure function of it.
    package func posterior(given evidence: CellEvidence) -> RatePosterior {
        let table = LikelihoodTable(evidence, axis: axis)
        var fit = EffectFit(layout: layout, priors: priors, evidence: evidence, table: table)
        if !fit.tested.isEmpty {
            fit.begin(evidence, errors)
            for _ in 0..<fit.passes { fit.sweep(axis, damping: EffectFit.damping) }
        }
        return RatePosterior(model: self, fit: fit)
    }
}
