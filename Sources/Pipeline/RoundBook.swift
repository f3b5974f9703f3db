import Feedback
import Generation
import Records
import SafetyGrid

/// Keeps the verdicts of each round and the findings among them, and tells when a round is over.
///
/// Round r is planned from the verdicts of the rounds up to r - 2. So two rounds are in flight, and the plan does not
/// depend on the order in which responses come back.
actor RoundBook {
    private var outstanding: [Int: Int] = [:]
    private var verdicts: [Int: [(cell: Int, unsafe: Bool)]] = [:]
    private var findings: [Int: [Exemplar]] = [:]
    private var exhaustions: [Int: Set<Int>] = [:]
    private var poor: [Int: Set<Int>] = [:]
    private var closed: CoverageMatrix
    /// Cells for which a closed round had too few new prompts.
    private(set) var exhausted: Set<Int> = []
    /// Cells whose generator model had too many poor batches in a closed round.
    private var closedPoor: Set<Int> = []
    /// The findings of closed rounds and of earlier runs; nil when nobody asks for them.
    private var archive: ExemplarArchive?
    private var closedRounds = 0
    private var waiting: [(round: Int, continuation: CheckedContinuation<Void, Never>)] = []
    private var isAbandoned = false

    /// - Parameters:
    ///   - grid: the run's grid
    ///   - archive: findings of earlier runs, when the generator has a use for findings
    init(grid: Grid, archive: ExemplarArchive? = nil) {
        closed = CoverageMatrix(grid: grid)
        self.archive = archive
    }

    /// Adds a planned round.
    func open(round: Int, tests: Int) {
        outstanding[round] = tests
    }

    /// Notes where a prompt comes from.
    func generated(_ testCase: TestCase) {
        guard testCase.origin[RefusedPrompts.poorBatchesKey] != nil else { return }
        poor[testCase.plan.round, default: []].insert(testCase.plan.cell)
    }

    /// Counts a test that is judged.
    func judged(_ plan: PlannedTest, _ verdict: Verdict, prompt: String? = nil) {
        verdicts[plan.round, default: []].append((plan.cell, verdict.label == .unsafe))
        if let prompt, verdict.label == .unsafe, archive != nil {
            findings[plan.round, default: []].append(
                Exemplar(
                    run: nil, ordinal: plan.ordinal, cell: plan.cell, prompt: prompt,
                    effectiveness: verdict.confidence))
        }
        close(plan)
    }

    /// Counts a test that has failed.
    func failed(_ plan: PlannedTest, _ failure: TestFailure) {
        if failure.isExhaustion { exhaustions[plan.round, default: []].insert(plan.cell) }
        close(plan)
    }

    /// Gives up: tests are left undone, so nobody needs to wait for them.
    func abandon() {
        isAbandoned = true
        wake()
    }

    /// The verdicts of all rounds up to `round`, once these are over; nil when the run was abandoned.
    func verdicts(upTo round: Int) async -> CoverageMatrix? {
        if !isAbandoned, !isOver(round) {
            await withCheckedContinuation { waiting.append((round, $0)) }
        }
        guard isOver(round) else { return nil }
        while closedRounds <= round {
            for verdict in verdicts.removeValue(forKey: closedRounds) ?? [] {
                closed.add(cell: verdict.cell, unsafe: verdict.unsafe)
            }
            // In the order of the plan, and not in that of the responses.
            for finding in (findings.removeValue(forKey: closedRounds) ?? []).sorted(by: { $0.ordinal < $1.ordinal }) {
                archive?.insert(finding)
            }
            exhausted.formUnion(exhaustions.removeValue(forKey: closedRounds) ?? [])
            closedPoor.formUnion(poor.removeValue(forKey: closedRounds) ?? [])
            closedRounds += 1
        }
        return closed
    }

    /// Findings of the closed rounds and of earlier runs, for a cell.
    func exemplars(for cell: Int, limit: Int) -> [Exemplar] {
        archive?.exemplars(for: cell, limit: limit) ?? []
    }

    /// Whether a closed round had too few new prompts for the cell.
    func isExhausted(_ cell: Int) -> Bool {
        exhausted.contains(cell)
    }

    /// Whether a model leaves the cell to its fallback, because of poor batches in a closed round.
    func isPoor(_ cell: Int) -> Bool {
        closedPoor.contains(cell)
    }

    private func isOver(_ round: Int) -> Bool {
        round < 0 || (0...round).allSatisfy { $0 < closedRounds || outstanding[$0] == 0 }
    }

    private func close(_ plan: PlannedTest) {
        outstanding[plan.round, default: 0] -= 1
        if outstanding[plan.round] == 0 { wake() }
    }

    private func wake() {
        let ready = waiting.filter { isAbandoned || isOver($0.round) }
        waiting.removeAll { isAbandoned || isOver($0.round) }
        for waiter in ready { waiter.continuation.resume() }
    }
}
