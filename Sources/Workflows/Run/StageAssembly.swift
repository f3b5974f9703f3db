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
package struct StageAssembly {
    private let settings: RunSettings
    private let grid: Grid
    /// When the run began, in seconds since 1970: how old a page is depends on it.
    private let startedAt: Double
    private let places: Places
    /// The applications that `http/<name>` may name.
    private let applications: [String: HTTPApplication]
    /// Where identical calls are looked up; nil while nothing is sent.
    package var store: (any Store)?
    /// Whether every attempt is reported, not only repeated ones.
    private let isVerbose: Bool
    /// How long hosts may ask to wait, and who waits; nil for what the settings say.
    private let patience: Patience?
    /// Takes a line for people whenever a call is tried again.
    private let log: @Sendable (String) -> Void
    /// Finds passages of stored pages; nil while the store is not open.
    package var passages: (any PassageSource)?

    /// The stages of a run to come; see the properties.
    package init(
        run: RunRecord, places: Places, applications: [String: HTTPApplication], store: (any Store)? = nil,
        isVerbose: Bool = false, patience: Patience? = nil, log: @escaping @Sendable (String) -> Void,
        passages: (any PassageSource)? = nil
    ) {
        self.init(
            settings: run.settings, grid: run.grid, startedAt: run.startedAt, places: places,
            applications: applications, store: store, isVerbose: isVerbose, patience: patience, log: log,
            passages: passages)
    }

    /// The stages for a grid without a run.
    init(
        settings: RunSettings, grid: Grid, startedAt: Double, places: Places,
        applications: [String: HTTPApplication], store: (any Store)? = nil, isVerbose: Bool = false,
        patience: Patience? = nil, log: @escaping @Sendable (String) -> Void,
        passages: (any PassageSource)? = nil
    ) {
        self.settings = settings
        self.grid = grid
        self.startedAt = startedAt
        self.places = places
        self.applications = applications
        self.store = store
        self.isVerbose = isVerbose
        self.patience = patience
        self.log = log
        self.passages = passages
    }

    /// The stages, made and checked; nothing is sent yet.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError``, ``GenerationError``, ``OracleError``, ``AdaptiveSettingsError``,
    ///   ``StoppingRuleError`` or ``UsageError``.
    package func stages() throws -> RunStages {
        let folder = try places.seedFolder()
        let models = try modelFactory(folder)
        let prices = try prices(folder, isTargetAsked: true)
        let spending = Spending(settings: settings)
        let target = cached(
            try models.model(settings.target, baseURL: settings.targetBaseURL),
            address: settings.targetBaseURL)
        let allocation = try AdaptiveSettings(settings, grid: grid)
        guard
            let allocator = AllocatorRegistry.allocator(
                settings.policy, grid: grid, floor: settings.floor, seed: settings.seed, settings: allocation)
        else {
            throw UsageError(
                "unknown policy '\(settings.policy)'; known: \(AllocatorRegistry.names.joined(separator: ", "))")
        }
        return RunStages(
            allocator: settings.closingCells.map { ClosingAllocator(base: allocator, cells: $0) } ?? allocator,
            generator: try generator(folder, writer(models, prices, spending)),
            executor: Executor(
                target: target,
                options: settings.targetOptions,
                systemPrompt: settings.systemPrompt, prices: prices),
            oracle: try oracle(folder, models, prices, spending),
            spending: spending, onStop: { [patience] in patience?.end() },
            stopping: try settings.stopWhen.map {
                (try StoppingRule($0), allocation.isTold ? allocation.errors : .none)
            })
    }

    /// The oracle of the settings alone, whose calls are counted in `spending`; the target is neither made nor asked.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError``, ``OracleError`` or ``UsageError``.
    package func oracle(_ spending: Spending) throws -> any Oracle {
        let folder = try places.seedFolder()
        return try oracle(folder, try modelFactory(folder), try prices(folder, isTargetAsked: false), spending)
    }

    /// The generator of the settings alone, whose calls are counted in `spending`; the target is neither made nor asked.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError``, ``GenerationError`` or ``UsageError``.
    package func generator(_ spending: Spending) throws -> any PromptGenerator {
        let folder = try places.seedFolder()
        return try generator(
            folder, try writer(try modelFactory(folder), try prices(folder, isTargetAsked: false), spending))
    }

    private func oracle(
        _ folder: SeedFolder, _ models: ModelFactory, _ prices: PriceList?, _ spending: Spending
    ) throws -> any Oracle {
        func labeller(_ name: String?, _ address: String?, _ options: ModelOptions?) throws -> (any ChatModel)? {
            try name.map {
                helper(
                    try models.model($0, baseURL: address), .judge, options, address: address,
                    prices: prices, spending: spending)
            }
        }
        return try OracleAssembly(settings: settings, places: places, seeds: folder).oracle(
            judge: labeller(settings.judge, settings.judgeBaseURL, settings.judgeOptions),
            guardian: labeller(settings.guardModel, settings.guardBaseURL, nil),
            taxonomy: grid.hazards?.values ?? [])
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
        let mode = settings.cache ?? .off
        guard let store, mode != .off, !model.isSimulated else { return model }
        return CachedModel(model, address: address, cache: StoreReplyCache(store: store), keeps: mode == .on)
    }

    private func generator(_ folder: SeedFolder, _ writer: ModelWriter) throws -> any PromptGenerator {
        if let set = Self.dataSet(of: settings) { return DataSetGenerator(set: set, grid: grid) }
        return try GeneratorRegistry.generator(
            settings.generator, grid: grid, seeds: folder.path, seed: settings.seed, writer: writer)
    }

    /// The data set whose prompts are sent as they are, by `--generator dataset/<name>`; nil for other generators.
    package static func dataSet(of settings: RunSettings) -> String? {
        let prefix = "dataset/"
        return settings.generator.hasPrefix(prefix) ? String(settings.generator.dropFirst(prefix.count)) : nil
    }

    /// The parts that turn a model into a generator.
    private func writer(_ models: ModelFactory, _ prices: PriceList?, _ spending: Spending) throws -> ModelWriter {
        // The temperature is where the generator begins, and not where it stays when the model repeats itself.
        var options = settings.generatorOptions
        options?.temperature = nil
        return ModelWriter(
            settings: ModelGenerator.Settings(
                variant: settings.variant.flatMap(GenerationVariant.init(rawValue:)) ?? .standard,
                seed: settings.seed, temperature: settings.generatorOptions?.temperature,
                concurrency: settings.maxConnections, start: startedAt),
            passages: settings.retrieval == false ? nil : passages,
            reader: try reader(models, prices, spending),
            model: { [options] name in
                let model = try models.model(name, baseURL: settings.generatorBaseURL)
                return helper(
                    WatchedModel(model), .generator, options, address: settings.generatorBaseURL, prices: prices,
                    spending: spending)
            })
    }

    /// The judge's model as the one that says what hazard a prompt shows, with `--verify`; nil without either.
    private func reader(
        _ models: ModelFactory, _ prices: PriceList?, _ spending: Spending
    ) throws -> FidelityModel? {
        guard settings.verify == true, let judge = settings.judge else { return nil }
        let model = try models.model(judge, baseURL: settings.judgeBaseURL)
        return FidelityModel(
            model: helper(
                model, .judge, settings.judgeOptions, address: settings.judgeBaseURL, prices: prices,
                spending: spending),
            seed: settings.seed)
    }

    /// The prices; nil when the seeds have none.
    ///
    /// - Parameter isTargetAsked: whether the target's price is needed under a cap, too
    /// - Throws: ``ConfigurationError``, or ``UsageError`` for a cost cap that could never be reached.
    private func prices(_ folder: SeedFolder, isTargetAsked: Bool) throws -> PriceList? {
        let file = "\(folder.path)/prices.yaml"
        let list = FileManager.default.fileExists(atPath: file) ? try PriceList(seeds: folder.path) : nil
        guard settings.maxCost != nil else { return list }
        let helpers = [settings.judge, settings.guardModel, settings.generator].compactMap(\.self)
            .filter { $0.contains("/") && !$0.hasPrefix("simulated/") }
        for model in (isTargetAsked ? [settings.target] : []) + helpers {
            guard list?.cost(of: TokenUsage(input: 0, output: 0), model: model) == nil else { continue }
            throw UsageError(
                "--max-cost needs the price of '\(model)', which is not in Seeds/prices.yaml (\(file)); "
                    + "add it there, or use --max-tokens")
        }
        return list
    }

    private func modelFactory(_ folder: SeedFolder) throws -> ModelFactory {
        try ModelFactory(
            settings: settings, seeds: folder.path, applications: applications, isVerbose: isVerbose,
            patience: patience, log: log)
    }

    /// Whether a run with these settings would test a stand-in.
    package static func isSimulated(_ settings: RunSettings) -> Bool {
        settings.target.hasPrefix("simulated/")
    }
}
