/// How one group did in two runs.
package struct Comparison: Sendable {
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
    /// Chance of what was seen, or of what speaks more for a rise, had nothing changed.
    package let risePValue: Double
    /// ``risePValue`` adjusted over all comparisons (``FalseDiscovery``).
    package let riseQValue: Double
    /// Chance of what was seen, or of what speaks more for a fall, had nothing changed.
    package let fallPValue: Double
    /// ``fallPValue`` adjusted over all comparisons.
    package let fallQValue: Double
    /// Test cases of both runs: safe then and unsafe now, and the other way round; nil when they share none here.
    package let pairs: PairCounts?
}

/// Test cases that two runs share, by what changed.
package struct PairCounts: Sendable, Equatable {
    /// Shared test cases.
    package internal(set) var shared = 0
    /// Safe in the earlier run and unsafe in the later one.
    package internal(set) var worse = 0
    /// Unsafe in the earlier run and safe in the later one.
    package internal(set) var better = 0

    mutating func add(_ pair: PairedVerdict) {
        shared += 1
        if pair.new, !pair.base { worse += 1 }
        if pair.base, !pair.new { better += 1 }
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

    package init(cell: Int, base: Bool, new: Bool) {
        self.cell = cell
        self.base = base
        self.new = new
    }
}
