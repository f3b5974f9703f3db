import SafetyGrid

/// The verdicts of two runs in each group, by its number.
struct GroupCounts {
    /// Shared test cases of the groups that have some.
    private(set) var pairs: [Int: PairCounts] = [:]
    private let index: GroupIndex
    private let tests: (base: [Double], new: [Double])
    private let findings: (base: [Double], new: [Double])
    private let rates: (base: [Double], new: [Double])

    init(
        _ index: GroupIndex, _ model: HierarchicalModel, base: CellEvidence, new: CellEvidence, pairs: [PairedVerdict]
    ) {
        self.index = index
        tests = (index.sums(base.judged), index.sums(new.judged))
        findings = (index.sums(base.findings), index.sums(new.findings))
        rates = (
            index.sums(model.posterior(given: base).means()), index.sums(model.posterior(given: new).means())
        )
        var counted: [Int: PairCounts] = [:]
        for pair in pairs {
            index.forEachWide(of: pair.cell) { counted[$0, default: PairCounts()].add(pair) }
            counted[index.number(ofCell: pair.cell), default: PairCounts()].add(pair)
        }
        self.pairs = counted
    }

    func base(_ group: Int) -> (tests: Int, findings: Int) {
        (Int(tests.base[group].rounded()), Int(findings.base[group].rounded()))
    }

    func new(_ group: Int) -> (tests: Int, findings: Int) {
        (Int(tests.new[group].rounded()), Int(findings.new[group].rounded()))
    }

    func baseRate(_ group: Int) -> Double { rates.base[group] / Double(index.size(group)) }

    func newRate(_ group: Int) -> Double { rates.new[group] / Double(index.size(group)) }

    /// McNemar's p-value; nil where less than half of the tests of the later run are shared.
    func pValue(_ group: Int, rise: Bool) -> Double? {
        guard let counts = pairs[group], 2 * counts.shared >= new(group).tests else { return nil }
        return rise
            ? ExactTests.mcNemar(worse: counts.worse, better: counts.better)
            : ExactTests.mcNemar(worse: counts.better, better: counts.worse)
    }
}
