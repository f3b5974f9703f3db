import ChatModels
import Execution
import Feedback
import Generation
import Oracles
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

/// The runs of a league in one store, on targets that a test chooses.
struct LeagueTrial {
    let store: SQLiteStore
    let grid: Grid
    let budget: Int
    var caps: (whole: Double?, each: Double?) = (nil, nil)
    /// Variants of the generator.
    var variants = 1

    /// The runs, made on the first call.
    func runs(_ count: Int) async throws -> [RunRecord] {
        let known = try await store.runs().filter { $0.request.league != nil }.sorted { $0.id < $1.id }
        guard known.isEmpty else { return known }
        var runs: [RunRecord] = []
        for place in 0..<count {
            var run = RunRecord(
                id: "r\(place)", startedAt: 1, request: RunRequest(budget: budget), grid: grid, simulated: true)
            run.request.connection.maxConnections = 8
            run.request.limits.maxCost = caps.each
            run.request.league = LeagueRequest(
                id: "r0", place: place, targets: count / variants, variants: variants > 1 ? variants : nil,
                maxCost: caps.whole)
            try await store.create(run)
            runs.append(run)
        }
        return runs
    }

    /// Executes the league.
    ///
    /// - Parameter targets: a model for each run: all targets with the first variant, then with the next
    func execute(
        _ targets: [any ChatModel], generator: (any PromptGenerator)? = nil, prices: PriceList? = nil,
        stop: StopSignal = StopSignal()
    ) async throws -> [Result<RunOutcome, any Error>] {
        let runs = try await runs(targets.count)
        let whole = Spending(of: try #require(runs[0].request.league))
        let generators = try (0..<variants).map { _ in
            try generator ?? GeneratorRegistry.generator("template", grid: grid, seeds: ProjectSeeds.path, seed: 1)
        }
        let members = zip(runs, targets).map { run, target in
            RunTarget(
                run: run,
                stages: RunStages(
                    allocator: AllocatorRegistry.allocator(.adaptive, grid: grid, floor: 1, seed: 1),
                    generator: generators[run.request.league?.variant ?? 0],
                    executor: Executor(target: target, prices: prices), oracle: RuleOracle(),
                    spending: Spending(request: run.request, within: whole)),
                progress: RunProgress(), stop: StopSignal())
        }
        let count = targets.count / variants
        let groups = (0..<variants).map { Array(members[($0 * count)..<(($0 + 1) * count)]) }
        return try await RunEngine(store: store, league: groups, stop: stop).executeAll()
    }

    func tests(_ place: Int) async throws -> [TestRecord] { try await store.tests(in: "r\(place)").all() }

    /// The tests of each run as prompts and verdicts.
    func results(_ count: Int) async throws -> [[TestRecord]] {
        var results: [[TestRecord]] = []
        for place in 0..<count { results.append(try await tests(place).map(\.withoutTimings)) }
        return results
    }
}
