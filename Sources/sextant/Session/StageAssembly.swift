import ChatModels
import Execution
import Feedback
import Foundation
import Generation
import HTTPTransport
import Oracles
import Pipeline
import Records
import SafetyGrid

/// Makes the stages of a run out of its settings.
struct StageAssembly {
    let run: RunRecord
    let places: Places
    /// The applications that `http/<name>` may name.
    let applications: [String: HTTPApplication]
    /// Takes a line for people whenever a call is tried again.
    let log: @Sendable (String) -> Void

    /// The stages, made and checked; nothing is sent yet.
    ///
    /// - Throws: ``ChatError``, ``SeedError``, ``GenerationError``, ``OracleError``, ``AdaptiveSettingsError``,
    ///   ``StoppingRuleError`` or ``UsageError``.
    func stages() throws -> RunStages {
        let settings = run.settings
        let folder = try places.seedFolder()
        let context = try modelContext(folder)
        let target = try ModelRegistry.model(settings.target, baseURL: settings.targetBaseURL, context: context)
        let judge = try settings.judge.map {
            try ModelRegistry.model($0, baseURL: settings.judgeBaseURL, context: context)
        }
        let allocation = try AdaptiveSettings(settings, grid: run.grid)
        guard
            let allocator = AllocatorRegistry.allocator(
                settings.policy, grid: run.grid, floor: settings.floor, seed: settings.seed, settings: allocation)
        else {
            throw UsageError(
                "unknown policy '\(settings.policy)'; known: \(AllocatorRegistry.names.joined(separator: ", "))")
        }
        return RunStages(
            allocator: allocator,
            generator: try GeneratorRegistry.generator(
                settings.generator, grid: run.grid, seeds: folder.path, seed: settings.seed),
            executor: Executor(
                target: target,
                options: settings.targetOptions,
                systemPrompt: settings.systemPrompt, prices: try prices(folder)),
            oracle: try OracleRegistry.oracle(
                settings.oracle, judge: judge, concurrency: settings.maxConnections, seed: settings.seed),
            stopping: try settings.stopWhen.map { (try StoppingRule($0), allocation.errors) })
    }

    /// The prices; nil when the seeds have none.
    ///
    /// - Throws: ``SeedError``, or ``UsageError`` for a cost cap that could never be reached.
    private func prices(_ folder: SeedFolder) throws -> PriceList? {
        let file = "\(folder.path)/prices.yaml"
        let list = FileManager.default.fileExists(atPath: file) ? try PriceList(seeds: folder.path) : nil
        let settings = run.settings
        if settings.maxCost != nil,
            list?.cost(of: TokenUsage(input: 0, output: 0), model: settings.target) == nil
        {
            throw UsageError(
                "--max-cost needs the price of '\(settings.target)', which is not in Seeds/prices.yaml (\(file)); "
                    + "add it there, or use --max-tokens")
        }
        return list
    }

    private func modelContext(_ folder: SeedFolder) throws -> ModelContext {
        let settings = run.settings
        let client = try CurlClient(
            CurlSettings(idleConnections: settings.maxConnections, caBundle: settings.caBundle))
        let resilient = ResilientClient(
            client, limits: settings.hostLimits, seed: settings.seed,
            onRetry: { [log] in log(RunTexts.retry($0)) })
        return ModelContext(
            environment: ProcessInfo.processInfo.environment, http: resilient, seeds: folder.path,
            applications: applications, transfer: settings.transferOptions)
    }

    /// Whether a run with these settings would test a stand-in.
    static func isSimulated(_ settings: RunSettings) -> Bool {
        settings.target.hasPrefix("simulated/")
    }
}
