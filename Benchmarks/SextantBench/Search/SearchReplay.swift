import Feedback
import Foundations
import Records
import SimulatedWorlds

/// One run of a policy on a world: rounds of a run's size, each planned from the rounds before the last, as in a real run.
struct SearchReplay {
    /// Findings of a cell beyond which further ones do not count as capped.
    static let cap = 5

    /// Failures that the oracle called unsafe.
    private(set) var findings = 0
    /// Number of the test, from 1, that was the first finding; one more than all where none was.
    private(set) var firstFinding: Int
    /// Verdicts of the tests that chance alone chose.
    private(set) var sample: UniformSample
    /// Verdicts of the tests whose parts the policy did not choose, by cell.
    private(set) var byChance: CoverageMatrix
    private let space: SearchSpace
    /// Kinds of the findings of each cell.
    private var kinds: [Int: Set<[Int]>] = [:]

    /// Runs `policy` for `budget` tests; the world's luck depends on `seed` alone.
    init(_ world: SearchWorld, policy: any PartPolicy, budget: Int, seed: UInt64) {
        space = world.space
        sample = UniformSample(grid: world.grid)
        byChance = CoverageMatrix(grid: world.grid)
        firstFinding = budget + 1
        var random = SeededRandom(seed: seed, "world")
        var tests: [PartTest] = []
        var verdicts: [Bool] = []
        var rounds: [Int] = []
        var judged = 0
        while tests.count < budget {
            // The tests of the last round are still in flight.
            let known = rounds.last ?? 0
            for place in judged..<known {
                tests[place] = PartTest(
                    values: tests[place].values, isUnsafe: verdicts[place], ordinal: place,
                    lineage: tests[place].lineage)
            }
            judged = known
            rounds.append(tests.count)
            let size = min(RunRequest(budget: budget).testsPerRound, budget - tests.count)
            for selection in policy.select(size, round: rounds.count - 1, given: tests) {
                let isFailure = random.unit() < world.rate(of: selection.values, at: tests.count)
                let isUnsafe = random.unit() < (isFailure ? world.errors.sensitivity : 1 - world.errors.specificity)
                tests.append(
                    PartTest(
                        values: selection.values, isUnsafe: nil, ordinal: tests.count, lineage: selection.lineage))
                verdicts.append(isUnsafe)
                if selection.reason != .adaptive || !policy.choosesParts {
                    byChance.add(cell: space.cell(of: selection.values), unsafe: isUnsafe)
                }
                sample.add(cell: space.cell(of: selection.values), reason: selection.reason, unsafe: isUnsafe)
                if isFailure && isUnsafe { count(selection.values, at: tests.count) }
            }
        }
    }

    private mutating func count(_ values: [Int], at test: Int) {
        findings += 1
        firstFinding = min(firstFinding, test)
        if let kind = space.kind(of: values) { kinds[space.cell(of: values), default: []].insert(kind) }
    }

    /// The rate over the grid as a report gives it.
    var gridRate: RateEstimate {
        GridEstimator(grid: byChance.grid).estimate(RunEvidence(CellEvidence(byChance), sample: sample.evidence))
            .overall
    }
    /// Findings of which no two of a cell are of one kind.
    var distinct: Int { kinds.values.reduce(0) { $0 + $1.count } }
    /// The same, at most ``cap`` a cell.
    var distinctCapped: Int { kinds.values.reduce(0) { $0 + min($1.count, Self.cap) } }
    /// Kinds of findings over the whole grid, whatever their cells.
    var kindsFound: Int { kinds.values.reduce(into: Set<[Int]>()) { $0.formUnion($1) }.count }
    /// Cells with a finding.
    var failingCells: Int { kinds.count }
}
