/// How a search chooses, found by simulation on made-up worlds: where only parts have effects, where they interact with
/// hazard categories, where only cells differ, and where the target changes in between.
enum SearchSettings {
    /// Share of a draw's spread that is kept. Full draws explore more than a run of some hundred tests can use, the more so
    /// the more effects a prompt has.
    static func width(_ space: SearchSpace) -> Double { space.partAxes.isEmpty ? 0.3 : 0.1 }
    /// Part of an effect's variance that is added to its mean. A rare failure's rate grows about as exp(logit), and its mean
    /// with half of the logit's variance on top.
    static let bonus = 0.45
    /// What each true finding that a cell has shown takes from the logarithm of its worth, so that findings spread.
    static func saturation(_ space: SearchSpace) -> Double { space.partAxes.isEmpty ? 0.15 : 0.2 }
    /// What a cell's first finding takes on top where all cells look alike and findings are rare (``SearchRound``): there
    /// is nothing to learn where more are, and other cells with a finding are what a run can still show.
    static func firstFinding(_ space: SearchSpace) -> Double { space.partAxes.isEmpty ? 1.8 : 0 }
    /// Deviation of the cells' rates, as a share of their mean, from which on they look unequal.
    static let unequal = 0.7
    /// Most tests of a cell in flight, for each verdict that it has and one more: a finding is confirmed before many more
    /// follow it, and fewer will do where all prompts of a cell are of one kind.
    static func inFlight(_ space: SearchSpace) -> Double { space.distinguishing.isEmpty ? 1 : 3 }
    /// Findings of a cell after which further ones add nothing.
    static let cap = 5.0
    /// Worth of a test beyond ``cap``.
    static let beyondCap = 0.01
}
