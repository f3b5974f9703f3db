import Feedback
import Foundations
import Generation
import Records
import SafetyGrid

/// Keeps the verdicts of each round and the findings among them, and tells when a round is over.
///
/// Round r is planned from the verdicts of the rounds up to r - 2. So two rounds are in flight, and the plan does not
/// depend on the order in which responses come back.
actor RoundBook {
    private var outstanding: [Int: Int] = [:]
    private var verdicts: [Int: [(plan: PlannedTest, label: Verdict.Label)]] = [:]
    /// The parts of prompts; nil when nobody asks for them.
    private let space: NamedSpace?
    /// Tests with a prompt, by ordinal: those of closed rounds with their verdicts, those of others in flight.
    private var prompts: [Int: PartTest] = [:]
    private var findings: [Int: [Exemplar]] = [:]
    /// Origins of prompts in flight that an operator made of findings.
    private var origins: [Int: [String: JSONValue]] = [:]
    /// Ordinals of failed tests.
    private var failures: [Int: [Int]] = [:]
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
    /// What the targets of a league said; empty for a run with one.
    private var votes: TargetVotes

    /// - Parameters:
    ///   - grid: the run's grid
    ///   - archive: findings of earlier runs, when the generator has a use for findings
    ///   - space: the parts of prompts, when the policy has a use for them
    ///   - targets: how many targets get every test, 1 or more
    init(grid: Grid, archive: ExemplarArchive? = nil, space: NamedSpace? = nil, targets: Int = 1) {
        self.space = space
        votes = TargetVotes(targets: targets)
        closed = CoverageMatrix(grid: grid)
        self.archive = archive
    }

    /// Adds a planned round.
    func open(round: Int, tests: Int) {
        outstanding[round] = tests
    }

    /// Notes what a prompt is put together from, before the next round is planned.
    func wrote(_ testCase: TestCase) {
        if archive != nil, testCase.origin[PromptParts.operatorKey] != nil {
            origins[testCase.plan.ordinal] = testCase.origin
        }
        guard let space else { return }
        let values = space.values(of: testCase.plan.cell, origin: testCase.origin)
        prompts[testCase.plan.ordinal] = PartTest(
            values: values, isUnsafe: nil, ordinal: testCase.plan.ordinal, lineage: space.lineage(testCase.origin))
    }

    /// The tests behind the last ``verdicts(upTo:)`` and those in flight, in the order of the plan, with their parts; nil
    /// when nobody asks for parts. A test of a closed round without a verdict, or with an unknown one, is left out.
    var tests: [PartTest]? {
        space.map { _ in prompts.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// Notes where a prompt comes from.
    func generated(_ testCase: TestCase) {
        guard testCase.origin[RefusedPrompts.poorBatchesKey] != nil else { return }
        poor[testCase.plan.round, default: []].insert(testCase.plan.cell)
    }

    /// Counts a test that is judged; one of a league once every target is through with it.
    func judged(_ plan: PlannedTest, _ verdict: Verdict, prompt: String? = nil, by target: Int = 0) {
        settle(votes.add(TargetVotes.Vote(plan: plan, outcome: .judged(verdict, prompt: prompt)), of: target))
    }

    /// Counts a test that has failed; one of a league once every target is through with it.
    func failed(_ plan: PlannedTest, _ failure: TestFailure, by target: Int = 0) {
        settle(votes.add(TargetVotes.Vote(plan: plan, outcome: .failed(failure)), of: target))
    }

    private func settle(_ vote: TargetVotes.Vote?) {
        guard let vote else { return }
        switch vote.outcome {
        case .judged(let verdict, let prompt): count(vote.plan, verdict, prompt)
        case .failed(let failure): count(vote.plan, failure)
        }
    }

    private func count(_ plan: PlannedTest, _ verdict: Verdict, _ prompt: String?) {
        verdicts[plan.round, default: []].append((plan, verdict.leadingLabel))
        if let prompt, verdict.leadingLabel == .unsafe, archive != nil {
            findings[plan.round, default: []].append(
                Exemplar(
                    run: nil, ordinal: plan.ordinal, cell: plan.cell, prompt: prompt,
                    effectiveness: verdict.confidence))
        }
        close(plan)
    }

    private func count(_ plan: PlannedTest, _ failure: TestFailure) {
        failures[plan.round, default: []].append(plan.ordinal)
        if failure.isExhaustion { exhaustions[plan.round, default: []].insert(plan.cell) }
        close(plan)
    }

    /// Gives up: tests are left undone, so nobody needs to wait for them.
    func abandon() {
        isAbandoned = true
        wake()
    }

    /// Goes on without a target, which leaves tests undone; without the last one it gives up.
    func abandon(_ target: Int) {
        for vote in votes.lose(target) { settle(vote) }
        if votes.isEmpty { abandon() }
    }

    /// The verdicts of all rounds up to `round`, once these are over; nil when the run was abandoned.
    func verdicts(upTo round: Int) async -> CoverageMatrix? {
        if !isAbandoned, !isOver(round) {
            await withCheckedContinuation { waiting.append((round, $0)) }
        }
        guard isOver(round) else { return nil }
        while closedRounds <= round {
            for (plan, label) in (verdicts.removeValue(forKey: closedRounds) ?? []) {
                closed.add(cell: plan.cell, unsafe: label == .unsafe)
                settle(plan, label)
            }
            for ordinal in failures.removeValue(forKey: closedRounds) ?? [] { prompts[ordinal] = nil }
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

    private func settle(_ plan: PlannedTest, _ label: Verdict.Label) {
        if let origin = origins.removeValue(forKey: plan.ordinal), label == .safe { archive?.failed(origin) }
        guard let test = prompts[plan.ordinal] else { return }
        prompts[plan.ordinal] =
            label == .unknown
            ? nil
            : PartTest(
                values: test.values, isUnsafe: label == .unsafe, ordinal: plan.ordinal, lineage: test.lineage)
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
