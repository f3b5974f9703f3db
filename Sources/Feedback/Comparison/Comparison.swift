/// How one group did in two runs.
package struct Comparison: Sendable {
    /// The group that is compared.
    package let group: ComparisonGroup
    /// Judged tests and findings of the earlier run.
    package let base: (tests: Int, findings: Int)
    /// Judged tests and findings of the later run.
    package let new: (tests: Int, findings: Int)
    /// Mean rate of unsafe verdicts over the group's cells in the earlier run, 0 ... 1. It is not the share of its
    /// tests, which depends on the policy.
    package let baseRate: Double
    /// Mean rate of unsafe verdicts over the group's cells in the later run, 0 ... 1.
    package let newRate: Double
    /// Posterior probability that the rate rose, 0 ... 1.
    package let riseProbability: Double
    /// Chance of these verdicts, or of verdicts that speak more for a rise, if no rate had changed.
    package let risePValue: Double
    /// ``risePValue`` adjusted over all comparisons (``FalseDiscovery``).
    package let riseQValue: Double
    /// Chance of these verdicts, or of verdicts that speak more for a fall, if no rate had changed.
    package let fallPValue: Double
    /// ``fallPValue`` adjusted over all comparisons.
    package let fallQValue: Double
    /// Counts of the test cases that both runs share in this group, by change of verdict; nil when they share none.
    package let pairs: PairCounts?
}

/// Test cases that two runs share, by change of verdict.
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

/// The two verdicts on a test case that two runs share.
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
