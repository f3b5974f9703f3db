import ChatModels
import Execution
import Feedback
import Foundation
import Generation
import HTTPTransport
import Oracles
import Pipeline
import Records
import RunStore
import SafetyGrid

/// Makes the stages of a run out of its settings.
struct StageAssembly {
    let run: RunRecord
    let places: Places
    /// The applications that `http/<name>` may name.
    let applications: [String: HTTPApplication]
    /// Where identical calls are looked up; nil while nothing is sent.
    var store: (any Store)?
    /// Whether every attempt is reported, not only repeated ones.
    var isVerbose = false
    /// How long hosts may ask to wait, and who waits; nil for what the settings say.
    var patience: Patience?
    /// Takes a line for people whenever a call is tried again.
    let log: @Sendable (String) -> Void
    /// Finds passages of stored pages; nil while the store is not open.
    var passages: (any PassageSource)?

    /// The stages, made and checked; nothing is sent yet.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError``, ``GenerationError``, ``OracleError``, ``AdaptiveSettingsError``,
    ///   ``StoppingRuleError`` or ``UsageError``.
    func stages() throws -> RunStages {
        let request = run.request
        let folder = try places.seedFolder()
        let context = try modelContext(folder)
        let prices = try prices(folder)
        let spending = Spending(request: request)
        let target = cached(
            try ModelRegistry.model(request.target.model, baseURL: request.target.baseURL, context: context),
            address: request.target.baseURL)
        let allocation = try AdaptiveSettings(request.allocation, run.basis, grid: run.grid)
        guard
            let allocator = AllocatorRegistry.allocator(
                request.allocation.policy, grid: run.grid, floor: request.allocation.floor, seed: request.seed,
                settings: allocation)
        else {
            throw UsageError(
                "unknown policy '\(request.allocation.policy)'; known: \(AllocatorRegistry.names.joined(separator: ", "))"
            )
        }
        return RunStages(
            allocator: run.basis.closingCells.map { ClosingAllocator(base: allocator, cells: $0) } ?? allocator,
            generator: try generator(folder, writer(context, prices, spending)),
            executor: Executor(
                target: target,
                options: request.targetOptions,
                systemPrompt: request.target.systemPrompt, prices: prices),
            oracle: try oracle(folder, context, prices, spending),
            spending: spending, onStop: { [patience] in patience?.end() },
            stopping: try request.allocation.stopWhen.map {
                (try StoppingRule($0), allocation.isTold ? allocation.errors : .none)
            })
    }

    /// The oracle of the settings alone, whose calls are counted in `spending`; the target is neither made nor asked.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError``, ``OracleError`` or ``UsageError``.
    func oracle(_ spending: Spending) throws -> any Oracle {
        let folder = try places.seedFolder()
        return try oracle(folder, try modelContext(folder), try prices(folder), spending)
    }

    /// The generator of the settings alone, whose calls are counted in `spending`; the target is neither made nor asked.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError``, ``GenerationError`` or ``UsageError``.
    func generator(_ spending: Spending) throws -> any PromptGenerator {
        let folder = try places.seedFolder()
        return try generator(folder, try writer(try modelContext(folder), try prices(folder), spending))
    }

    private func oracle(
        _ folder: SeedFolder, _ context: ModelContext, _ prices: PriceList?, _ spending: Spending
    ) throws -> any Oracle {
        let request = run.request
        func labeller(_ name: String?, _ address: String?, _ options: ModelOptions?) throws -> (any ChatModel)? {
            try name.map {
                helper(
                    try ModelRegistry.model($0, baseURL: address, context: context), .judge, options, address: address,
                    prices: prices, spending: spending)
            }
        }
        return try OracleAssembly(request: request, places: places, seeds: folder).oracle(
            judge: labeller(request.oracle.judge, request.oracle.judgeBaseURL, request.oracle.judgeOptions),
            guardian: labeller(request.oracle.guardModel, request.oracle.guardBaseURL, nil),
            taxonomy: run.grid.hazards?.values ?? [])
    }

    /// A model that helps, with the user's options, the cache, and its calls counted.
    private func helper(
        _ model: any ChatModel, _ role: ModelRole, _ options: ModelOptions?, address: String?, prices: PriceList?,
        spending: Spending
    ) -> any ChatModel {
        let answering = cached(model, address: address)
        return MeteredModel(
            options.map { ConfiguredModel(answering, options: $0) } ?? answering, role: role, prices: prices,
            report: { try await spending.add($0) })
    }

    private func cached(_ model: any ChatModel, address: String?) -> any ChatModel {
        let mode = run.request.connection.cache ?? .off
        guard let store, mode != .off, !model.isSimulated else { return model }
        return CachedModel(model, address: address, cache: StoreReplyCache(store: store), keeps: mode == .on)
    }

    private func generator(_ folder: SeedFolder, _ writer: ModelWriter) throws -> any PromptGenerator {
        if let set = Self.dataSet(of: run.request) { return DataSetGenerator(set: set, grid: run.grid) }
        return try GeneratorRegistry.generator(
            run.request.generator.model, grid: run.grid, seeds: folder.path, seed: run.request.seed, writer: writer)
    }

    /// The data set whose prompts are sent as they are, by `--generator dataset/<name>`; nil for other generators.
    static func dataSet(of request: RunRequest) -> String? {
        let prefix = "dataset/"
        return request.generator.model.hasPrefix(prefix) ? String(request.generator.model.dropFirst(prefix.count)) : nil
    }

    /// The parts that turn a model into a generator.
    private func writer(_ context: ModelContext, _ prices: PriceList?, _ spending: Spending) throws -> ModelWriter {
        let request = run.request
        // The temperature is where the generator begins, and not where it stays when the model repeats itself.
        var options = request.generator.options
        options?.temperature = nil
        return ModelWriter(
            settings: ModelGenerator.Settings(
                variant: request.generator.variant.flatMap(GenerationVariant.init(rawValue:)) ?? .standard,
                seed: request.seed, temperature: request.generator.options?.temperature,
                concurrency: request.connection.maxConnections, start: run.startedAt),
            passages: request.generator.retrieval == false ? nil : passages,
            reader: try reader(context, prices, spending),
            model: { [options] name in
                let model = try ModelRegistry.model(name, baseURL: request.generator.baseURL, context: context)
                return helper(
                    WatchedModel(model), .generator, options, address: request.generator.baseURL, prices: prices,
                    spending: spending)
            })
    }

    /// The judge's model as the one that says what hazard a prompt shows, with `--verify`; nil without either.
    private func reader(
        _ context: ModelContext, _ prices: PriceList?, _ spending: Spending
    ) throws -> FidelityModel? {
        guard run.request.oracle.verify == true, let judge = run.request.oracle.judge else { return nil }
        let model = try ModelRegistry.model(judge, baseURL: run.request.oracle.judgeBaseURL, context: context)
        return FidelityModel(
            model: helper(
                model, .judge, run.request.oracle.judgeOptions, address: run.request.oracle.judgeBaseURL,
                prices: prices,
                spending: spending),
            seed: run.request.seed)
    }

    /// The prices; nil when the seeds have none.
    ///
    /// - Throws: ``ConfigurationError``, or ``UsageError`` for a cost cap that could never be reached.
    private func prices(_ folder: SeedFolder) throws -> PriceList? {
        let file = "\(folder.path)/prices.yaml"
        let list = FileManager.default.fileExists(atPath: file) ? try PriceList(seeds: folder.path) : nil
        guard run.request.limits.maxCost != nil else { return list }
        for model in [
            run.request.target.model, run.request.oracle.judge, run.request.oracle.guardModel,
            run.request.generator.model,
        ].compactMap({ $0 })
        where model == run.request.target.model || (model.contains("/") && !model.hasPrefix("simulated/")) {
            guard list?.cost(of: TokenUsage(input: 0, output: 0), model: model) == nil else { continue }
            throw UsageError(
                "--max-cost needs the price of '\(model)', which is not in Seeds/prices.yaml (\(file)); "
                    + "add it there, or use --max-tokens")
        }
        return list
    }

    private func modelContext(_ folder: SeedFolder) throws -> ModelContext {
        try ModelContext(
            request: run.request, seeds: folder.path, applications: applications, isVerbose: isVerbose,
            patience: patience, log: log)
    }

    /// Whether a run with these settings would test a stand-in.
    static func isSimulated(_ request: RunRequest) -> Bool {
        request.target.model.hasPrefix("simulated/")
    }
}
