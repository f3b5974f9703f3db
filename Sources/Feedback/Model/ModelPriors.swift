/// What the model takes for granted before the first test, all on the logit scale, and why.
///
/// The spreads are starting points: each is learned from the run, with the weight of ``strength`` effects on the side of
/// the value here (empirical Bayes).
package struct ModelPriors: Sendable, Equatable {
    /// Logit of the rate of a grid nobody has tested: 3 %. Published rates of current models lie between 0.1 % and 30 %.
    package var mean = -3.5
    /// Spread of that logit: two of them reach from 0.15 % to 38 %.
    package var meanSpread = 1.5
    /// Spread of main effects: a category or style may double or halve the odds, and rarely does more than triple them.
    package var mainSpread = 0.6
    /// Spread of pairwise interactions: half of that, as effects of higher order tend to be smaller (effect hierarchy: Wu
    /// and Hamada, "Experiments", 2009).
    package var pairSpread = 0.3
    /// Spread of what is a cell's own: as small, for the same reason; what is more than that is odd.
    package var residualSpread = 0.3
    /// Share of cells that are odd: unsafe, or safe, for reasons that no dimension shares. One in a hundred: a hidden cell
    /// has to stay thinkable, or one finding would never raise it; were it common, every false alarm would be chased.
    package var oddShare = 0.01
    /// Spread of an odd cell: from 0.2 % on the mean it reaches 40 % at two of them.
    package var oddSpread = 3.0
    /// How many effects (or cells) the spreads above weigh against those that are learned: two, so that a run of some
    /// hundred tests decides for itself whether its grid is even or rugged.
    package var strength = 2.0
    /// Least spread of what is a cell's own: no two cells are alike. Keeps the integration exact as well.
    package var leastResidual = 0.3

    /// The priors as they stand here.
    package init() {}
}
