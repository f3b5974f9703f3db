import ChatModels
import Execution
import Feedback
import Foundations
import Generation
import Images
import Oracles
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

/// A run on a real store, with stages that a test chooses.
struct Trial {
    let store: any Store
    let id: String
    let progress = RunProgress()
    private(set) var stages: RunStages
    var spending: Spending { stages.spending }
    /// How conversations are led, on grids that have strategies.
    private static var parts: ConversationPlanner.Parts {
        var parts = ConversationPlanner.Parts()
        parts.isControlled = true
        return parts
    }

    /// Begins a run in a new store.
    init(
        store path: String, grid: Grid, budget: Int, seed: UInt64 = 1, connections: Int = 8,
        target: (any ChatModel)? = nil, generator: (any PromptGenerator)? = nil, prices: PriceList? = nil,
        maxCost: Double? = nil, maxRunTokens: Int? = nil, policy: PolicyName = .adaptive, confirm: String? = nil,
        repeats: Int? = nil, oracle: any Oracle = RuleOracle(), batches: BatchDesk? = nil,
        stopping: (rule: StoppingRule, errors: OracleErrors)? = nil
    ) async throws {
        try await self.init(
            SQLiteStore.openForWriting("\(path)/sextant.sqlite"), id: "r1", grid: grid, budget: budget, seed: seed,
            connections: connections,
            target: target, generator: generator, prices: prices, maxCost: maxCost, maxRunTokens: maxRunTokens,
            policy: policy, confirm: confirm, repeats: repeats, oracle: oracle, batches: batches, stopping: stopping)
    }

    /// Begins a run in a store.
    init(
        _ store: any Store, id: String, grid: Grid, budget: Int, seed: UInt64 = 1, connections: Int = 8,
        target: (any ChatModel)? = nil, generator: (any PromptGenerator)? = nil, prices: PriceList? = nil,
        maxCost: Double? = nil, maxRunTokens: Int? = nil, priorRuns: [String]? = nil,
        baseRuns: [String]? = nil, policy: PolicyName = .adaptive, confirm: String? = nil, repeats: Int? = nil,
        oracle: any Oracle = RuleOracle(), batches: BatchDesk? = nil,
        stopping: (rule: StoppingRule, errors: OracleErrors)? = nil
    ) async throws {
        var run = RunRecord(
            id: id, startedAt: 1, request: RunRequest(budget: budget, seed: seed), grid: grid, simulated: true)
        run.request.connection.maxConnections = connections
        run.request.allocation.policy = policy
        run.request.allocation.confirm = confirm.flatMap(ConfirmationRule.init)
        run.request.allocation.repeats = repeats
        (run.request.limits.maxCost, run.request.limits.maxTokens) = (maxCost, maxRunTokens)
        if batches != nil { run.request.connection.batch = [.target] }
        (run.basis.priorRuns, run.basis.baseRuns) = (priorRuns, baseRuns)
        try await store.create(run)
        try await self.init(
            store, resuming: id, target: target, generator: generator, prices: prices, oracle: oracle,
            batches: batches, stopping: stopping)
    }

    /// Goes on with a run.
    init(
        _ store: any Store, resuming id: String, target: (any ChatModel)? = nil,
        generator: (any PromptGenerator)? = nil, prices: PriceList? = nil, oracle: any Oracle = RuleOracle(),
        shelf: ImageShelf? = nil, batches: BatchDesk? = nil,
        stopping: (rule: StoppingRule, errors: OracleErrors)? = nil
    ) async throws {
        let run = try await store.run(id)
        let executor = Executor(
            target: try target ?? FaultyTarget.simulated(), grid: run.grid, prices: prices, shelf: shelf)
        self.store = store
        self.id = id
        let generator =
            try generator
            ?? GeneratorRegistry.generator(
                "template", grid: run.grid, seeds: ProjectSeeds.path, seed: run.request.seed)
        let space = try generator.parts(of: run.grid).map { try NamedSpace(run.grid, $0) }
        stages = RunStages(
            allocator: AllocatorRegistry.allocator(
                run.request.allocation.policy, grid: run.grid, floor: run.request.allocation.floor,
                seed: run.request.seed, space: space?.space),
            space: run.request.allocation.policy == .search ? space : nil, generator: generator,
            executor: executor,
            conversations: run.grid.position(of: .strategy) == nil
                ? nil
                : try ConversationPlanner(
                    grid: run.grid, library: StrategyLibrary(seeds: ProjectSeeds.path), parts: Self.parts,
                    executor: executor),
            oracle: ConversationOracle(oracle, scenarios: nil), spending: Spending(request: run.request), shelf: shelf,
            batches: batches, stopping: stopping)
    }

    /// Called with every prompt that is ready.
    var onPrompt: (@Sendable (TestCase) async -> Void)? {
        get { stages.onPrompt }
        set { stages.onPrompt = newValue }
    }

    func execute(stop: StopSignal = StopSignal()) async throws -> RunOutcome {
        try await RunEngine(store: store, run: record(), stages: stages, progress: progress, stop: stop).execute()
    }

    /// What the steps of the run share.
    func context(book: RoundBook) async throws -> RunContext {
        RunContext(
            store: store, run: try await record(), stages: stages, progress: progress, stop: StopSignal(), book: book)
    }

    func record() async throws -> RunRecord { try await store.run(id) }

    func tests() async throws -> [TestRecord] {
        try await store.tests(in: id).all()
    }
}

extension TestRecord {
    var withoutTimings: TestRecord {
        var record = self
        record.timings = TestTimings()
        return record
    }
}

/// The simulated target, with faults at chosen calls, that counts what it sees.
final class FaultyTarget: ChatModel {
    let name = "simulated/default"
    let isSimulated = true
    private let base: any ChatModel
    private let fault: @Sendable (Int) async -> ChatError?
    private let counts = Locked((calls: 0, now: 0, most: 0))

    /// - Parameter fault: the error of the n-th call, from 1; nil for an answer
    convenience init(fault: @escaping @Sendable (Int) async -> ChatError?) {
        // A broken profile shows itself in the tests that use the model without faults.
        self.init(base: (try? Self.simulated()) ?? Mute(), fault: fault)
    }

    private init(base: any ChatModel, fault: @escaping @Sendable (Int) async -> ChatError?) {
        self.base = base
        self.fault = fault
    }

    static func simulated() throws -> any ChatModel {
        SimulatedModel(profile: try SimulatedProfile(id: "default", seeds: ProjectSeeds.path))
    }

    var calls: Int { counts.withLock { $0.calls } }
    var most: Int { counts.withLock { $0.most } }

    func reply(to request: ChatRequest) async throws -> ChatReply {
        let number = counts.withLock {
            $0.calls += 1
            $0.now += 1
            $0.most = max($0.most, $0.now)
            return $0.calls
        }
        defer { counts.withLock { $0.now -= 1 } }
        if let error = await fault(number) { throw error }
        return try await base.reply(to: request)
    }
}

/// The rules, with faults at chosen calls.
final class PickyOracle: Oracle {
    let name = "picky"
    let concurrency = 4
    private let fault: @Sendable (Int) -> ChatError?
    private let calls = Locked(0)

    /// - Parameter fault: the error of the n-th call, from 1; nil for a verdict
    init(fault: @escaping @Sendable (Int) -> ChatError?) { self.fault = fault }

    func verdict(on exchange: Exchange) async throws -> Verdict {
        let number = calls.withLock {
            $0 += 1
            return $0
        }
        if let error = fault(number) { throw error }
        return try await RuleOracle().verdict(on: exchange)
    }
}

private struct Mute: ChatModel {
    let name = "mute/mute"
    let isSimulated = true

    func reply(to request: ChatRequest) async throws -> ChatReply { ChatReply(text: "") }
}

/// Has only so many prompts for a cell.
struct ScarceGenerator: PromptGenerator {
    let name = "scarce"
    let concurrency = 4
    let each: Int

    func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        var prompts: [GeneratedPrompt] = []
        for number in 0..<each where prompts.count < request.count {
            let text = "\(request.key) \(number)"
            if await novelty.admit(text) {
                prompts.append(GeneratedPrompt(text: text, origin: ["generator": .string(name)]))
            }
        }
        return prompts
    }
}
