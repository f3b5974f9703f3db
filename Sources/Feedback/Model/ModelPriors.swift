/// What the model takes for granted before the first test, all on the logit scale, and why.
///
/// The spreads are starting points: each is learned from the run, with the weight of ``strength`` effects on the side of
/// the value here (empirical Bayes). They were set by what is plausible and not by any recorded run.
package struct ModelPriors: Sendable, Equatable {
    /// Logit of the rate of a grid nobody has tested: 3 %. Published rates of current models lie between 0.1 % and 30 %.
    package var mean = -3.5
    /// Spread of that logit: two of them reach from 0.15 % to 38 %.
    package var meanSpread = 1.5
    /// Spread of main effects: a category or style may double or halve the odds, and rarely does more than triple them.
    package var mainSpread = Tuning.main
    /// Spread of pairwise interactions: smaller than main effects (effect hierarchy: Wu and Hamada, "Experiments", 2009).
    package var pairSpread = Tuning.pair
    /// Spread of what is a cell's own.
    package var residualSpread = Tuning.res
    /// Share of cells that are odd: unsafe, or safe, for reasons that no dimension shares. One in a hundred: a hidden cell
    /// has to stay thinkable, or one finding would never raise it; were it common, every false alarm would be chased.
    package var oddShare = Tuning.odd
    /// Spread of an odd cell: from 0.2 % on the mean it reaches 40 % at two of them.
    package var oddSpread = 3.0
    /// How many effects (or cells) the spreads above weigh against those that are learned.
    package var strength = Tuning.str
    /// Least spread of what is a cell's own: no two cells are alike. Keeps the integration exact as well.
    package var leastResidual = Tuning.least

    /// The priors as they stand here.
    package init() {}
}
