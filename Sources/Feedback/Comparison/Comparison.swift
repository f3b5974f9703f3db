/// How one group did in two runs.
package struct Comparison: Sendable, Equatable {
    /// What is compared.
    package let group: ComparisonGroup
    /// Judged tests and findings of the earlier run.
    package let base: (tests: Int, findings: Int)
    /// Judged tests and findings of the later run.
    package let new: (tests: Int, findings: Int)
    /// Mean rate of unsafe verdicts over the group's cells, 0 ... 1: not of its tests, which a policy bends.
    package let baseRate: Double
    /// The same of the later run.
    package let newRate: Double
    /// Posterior probability that the rate rose, 0 ... 1.
    package let riseProbability: Double
    /// Chance of as many findings as the later run has, or more, had nothing changed.
    package let risePValue: Double
    /// ``risePValue`` adjusted over all comparisons (``FalseDiscovery``).
    package internal(set) var riseQValue = 1.0
    /// Chance of as few findings, or fewer, had nothing changed.
    package let fallPValue: Double
    /// ``fallPValue`` adjusted over all comparisons.
    package internal(set) var fallQValue = 1.0
    /// Test cases of both runs: safe then and unsafe now, and the other way round; nil when they share none here.
    package let pairs: (worse: Int, better: Int)?

    package static func == (one: Comparison, other: Comparison) -> Bool {
        one.group == other.group && one.base == other.base && one.new == other.new && one.baseRate == other.baseRate
            && one.newRate == other.newRate && one.risePValue == other.risePValue
            && one.fallPValue == other.fallPValue && one.riseProbability == other.riseProbability
            && one.pairs?.worse == other.pairs?.worse && one.pairs?.better == other.pairs?.better
    }
}

/// A test case that two runs share: what each made of it.
package struct PairedVerdict: Sendable, Equatable {
    /// Cell of the test case.
    package let cell: Int
    /// Whether the earlier run's verdict was unsafe.
    package let base: Bool
    /// Whether the later run's verdict was unsafe.
    package let new: Bool

    /// A pair.
    package init(cell: Int, base: Bool, new: Bool) {
        self.cell = cell
        self.base = base
        self.new = new
    }
}
