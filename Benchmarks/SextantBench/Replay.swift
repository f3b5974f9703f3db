import Feedback
import Foundations
import Records
import SafetyGrid

/// One run of a policy on a world: rounds of a run's size, each planned from the rounds before the last, as in a real run.
struct Replay {
    /// True unsafe answers in each cell.
    private(set) var findings: [Int]
    /// Unsafe verdicts in each cell; with an oracle without errors the same.
    private(set) var verdicts: [Int]
    /// Tests of each cell.
    private(set) var tests: [Int]
    /// Number of the test, from 1, that first showed the hidden cell; nil when none did.
    private(set) var hiddenFoundAt: Int?
    /// Every test, in order.
    private(set) var log: [(plan: PlannedTest, unsafe: Bool)] = []

    private let world: World
    private var random: SeededRandom
    private var pools: [[Bool]]?

    /// Runs `allocator` for `budget` tests; the world's luck depends on `seed` alone.
    init(
        _ world: World, allocator: any Allocator, budget: Int, seed: UInt64, prior: CellEvidence? = nil,
        earlierRates: [Double]? = nil
    ) {
        self.world = world
        random = SeededRandom(seed: seed, "world")
        findings = Array(repeating: 0, count: world.grid.cellCount)
        verdicts = findings
        tests = findings
        if case .recorded(let recorded) = world.source {
            pools = recorded.map { $0.shuffled(using: &random) }
        }
        run(allocator, RunRequest(budget: budget), prior, earlierRates)
    }

    private mutating func run(
        _ allocator: any Allocator, _ settings: RunRequest, _ prior: CellEvidence?, _ earlierRates: [Double]?
    ) {
        var known = CoverageMatrix(grid: world.grid)
        var waiting: [(cell: Int, unsafe: Bool)] = []
        var round = 0
        while log.count < settings.budget {
            var inFlight = [Int](repeating: 0, count: world.grid.cellCount)
            for test in waiting { inFlight[test.cell] += 1 }
            let history = AllocationHistory(
                verdicts: known, planned: log.count, inFlight: inFlight, remaining: pools?.map(\.count), prior: prior,
                earlierRates: earlierRates)
            let count = min(settings.testsPerRound, settings.budget - log.count)
            let selections = allocator.select(count, round: round, given: history)
            let results = selections.compactMap { test($0, round) }
            for result in waiting { known.add(cell: result.cell, unsafe: result.unsafe) }
            waiting = results
            round += 1
            if results.isEmpty { return }
        }
    }

    private mutating func test(_ selection: Selection, _ round: Int) -> (cell: Int, unsafe: Bool)? {
        var cell = selection.cell
        let truth: Bool
        var verdict: Bool
        switch world.source {
        case .landscape(let rates):
            truth = random.unit() < rates[cell]
            verdict = random.unit() < (truth ? world.errors.sensitivity : 1 - world.errors.specificity)
        case .recorded:
            if pools?[cell].isEmpty == true {
                let open = pools?.indices.filter { pools?[$0].isEmpty == false } ?? []
                guard let other = open.randomElement(using: &random) else { return nil }
                cell = other
            }
            truth = pools?[cell].popLast() ?? false
            verdict = truth
        }
        tests[cell] += 1
        findings[cell] += truth ? 1 : 0
        verdicts[cell] += verdict ? 1 : 0
        let plan = PlannedTest(
            ordinal: log.count, round: round, cell: cell, selection: selection.reason,
            probability: selection.probability)
        log.append((plan, verdict))
        if truth, cell == world.hidden, hiddenFoundAt == nil { hiddenFoundAt = log.count }
        return (cell, verdict)
    }
}
