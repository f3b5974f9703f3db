import ChatModels
import Environments
import Execution
import Feedback
import Foundation
import Generation
import HTTPTransport
import Images
import Oracles
import Pipeline
import Records
import SafetyGrid
import Storage

/// Makes the stages of a run out of its settings.
package struct StageAssembly {
    private let runID: String?
    let request: RunRequest
    /// Where the run's images are; nil without a run.
    let shelf: ImageShelf?
    /// Where the images of data sets are.
    private let inputs: ImageShelf
    let basis: RunBasis
    let grid: Grid
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
    let log: @Sendable (String) -> Void
    /// How the limits of the run are shared with other processes.
    private let share: HostShare
    /// Makes the models in place of the run's own settings; nil for these.
    package var models: ModelFactory?
    /// Finds passages of stored pages; nil while the store is not open.
    package var passages: (any PassageSource)?
    /// The templates; nil while they are not read.
    var templates: TemplateLibrary?

    /// The stages of a run to come; see the properties.
    package init(
        run: RunRecord, places: Places, applications: [String: HTTPApplication], store: (any Store)? = nil,
        isVerbose: Bool = false, patience: Patience? = nil, log: @escaping @Sendable (String) -> Void,
        passages: (any PassageSource)? = nil, share: HostShare = HostShare()
    ) {
        self.init(
            runID: run.id, request: run.request, basis: run.basis, grid: run.grid, startedAt: run.startedAt,
            places: places,
            applications: applications, store: store, isVerbose: isVerbose, patience: patience, log: log,
            passages: passages, share: share)
    }

    /// The stages for a grid without a run.
    init(
        runID: String? = nil, request: RunRequest, basis: RunBasis = RunBasis(), grid: Grid, startedAt: Double,
        places: Places,
        applications: [String: HTTPApplication], store: (any Store)? = nil, isVerbose: Bool = false,
        patience: Patience? = nil, log: @escaping @Sendable (String) -> Void,
        passages: (any PassageSource)? = nil, share: HostShare = HostShare()
    ) {
        let depot = store.flatMap { StorePlace.shared($0) }
        shelf = runID.map { ImageShelf.of(run: $0, in: places.output, depot: depot) }
        inputs = ImageShelf.inputs(in: places.output, depot: depot)
        self.runID = runID
        self.share = share
        self.request = request
        self.basis = basis
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
    /// - Parameters:
    ///   - first: the stages of the league's first target, whose plan, prompts and, where no model is asked for it, oracle
    ///     serve all; nil for a run of its own
    ///   - whole: the spending of the league; nil for none
    /// - Throws: ``ChatError``, ``ConfigurationError``, ``GenerationError``, ``OracleError``, ``AdaptiveSettingsError``,
    ///   ``StoppingRuleError`` or ``UsageError``.
    package func stages(sharing first: RunStages? = nil, within whole: Spending? = nil) throws -> RunStages {
        let folder = try places.seedFolder()
        let models = try modelFactory(folder)
        let prices = try request.prices(in: folder, isTargetAsked: true, notice: log)
        let spending = Spending(request: request, within: whole)
        let batches = try batchDesk(prices, spending)
        let fresh = try batched(
            models.model(request.target.model, baseURL: request.target.baseURL), .target, batches)
        let target = cached(fresh, address: request.target.baseURL)
        guard grid.position(of: .carrier) == nil || !hasConversations else {
            throw UsageError(
                "carriers are for single prompts; leave out the axis 'carrier', or strategies and scenarios")
        }
        let allocation = try AdaptiveSettings(request.allocation, basis, grid: grid)
        let scenarios = try scenarios(folder)
        let generator: any PromptGenerator =
            try first?.generator ?? scenarios.map { ScenarioPrompts($0, grid: grid) }
            ?? generator(folder, writer(models, prices, spending, batches))
        let space =
            try request.allocation.policy == .search
            ? generator.parts(of: grid).map { try NamedSpace(grid, $0) } : nil
        let allocator = AllocatorRegistry.allocator(
            request.allocation.policy, grid: grid, floor: request.allocation.floor, seed: request.seed,
            settings: allocation, space: space?.space)
        let executor = asking(target, prices)
        return RunStages(
            allocator: basis.itemCells.map { ListedAllocator(cells: $0) }
                ?? basis.closingCells.map { ClosingAllocator(base: allocator, cells: $0) } ?? allocator,
            space: space, generator: generator,
            executor: executor, repeating: asking(fresh, prices),
            conversations: try conversations(folder, scenarios, executor, models, prices, spending),
            oracle: try isOracleAlone
                ? first?.oracle ?? oracle(folder, models, prices, spending, scenarios, batches)
                : oracle(folder, models, prices, spending, scenarios, batches),
            spending: spending, shelf: shelf, fairness: try fairness(models, prices, spending),
            onStop: { [patience] in patience?.end() }, batches: batches,
            stopping: try request.allocation.stopWhen.map {
                (try StoppingRule($0), allocation.isTold ? allocation.errors : .none)
            })
    }

    /// The stages of a worker: without those that plan and write prompts, and without what these need.
    ///
    /// - Throws: as ``stages()``.
    package func workerStages() throws -> RunStages {
        let folder = try places.seedFolder()
        let models = try modelFactory(folder)
        let prices = try request.prices(in: folder, isTargetAsked: true, notice: log)
        let spending = Spending(request: request)
        let fresh = try models.model(request.target.model, baseURL: request.target.baseURL)
        let executor = asking(cached(fresh, address: request.target.baseURL), prices)
        let scenarios = try scenarios(folder)
        return RunStages(
            executor: executor, repeating: asking(fresh, prices),
            conversations: try conversations(folder, scenarios, executor, models, prices, spending),
            oracle: try oracle(folder, models, prices, spending, scenarios), spending: spending, shelf: shelf,
            onStop: { [patience] in patience?.end() })
    }

    func asking(_ target: any ChatModel, _ prices: PriceList?) -> Executor {
        Executor(
            target: target, options: request.targetOptions, systemPrompt: request.target.systemPrompt, grid: grid,
            prices: prices, shelf: shelf, inputs: inputs)
    }

    /// The oracle of the settings alone, whose calls are counted in `spending`; the target is neither made nor asked.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError``, ``OracleError`` or ``UsageError``.
    package func oracle(_ spending: Spending) throws -> any Oracle {
        let folder = try places.seedFolder()
        return try oracle(
            folder, try modelFactory(folder), try request.prices(in: folder, isTargetAsked: false, notice: log),
            spending,
            scenarios(folder))
    }

    /// The generator of the settings alone, whose calls are counted in `spending`; the target is neither made nor asked.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError``, ``GenerationError`` or ``UsageError``.
    package func generator(_ spending: Spending) throws -> any PromptGenerator {
        let folder = try places.seedFolder()
        return try generator(
            folder,
            try writer(
                try modelFactory(folder), try request.prices(in: folder, isTargetAsked: false, notice: log), spending)
        )
    }

    private func oracle(
        _ folder: SeedFolder, _ models: ModelFactory, _ prices: PriceList?, _ spending: Spending,
        _ scenarios: ScenarioGrid?, _ batches: BatchDesk? = nil
    ) throws -> any Oracle {
        func labeller(
            _ name: String?, _ address: String?, _ options: ModelOptions?, _ batches: BatchDesk? = nil
        ) throws -> (any ChatModel)? {
            try name.map {
                helper(
                    try batched(models.model($0, baseURL: address), .judge, batches), .judge, options,
                    address: address, prices: prices, spending: spending)
            }
        }
        let oracle = try OracleAssembly(
            request: request, basis: basis, places: places, seeds: folder, shelf: shelf, inputs: inputs
        )
        .oracle(
            judge: labeller(
                request.oracle.judge, request.oracle.judgeBaseURL, request.oracle.judgeOptions, batches),
            guardian: labeller(request.oracle.guardModel, request.oracle.guardBaseURL, nil),
            taxonomy: grid.hazards?.values ?? [], calls: callsAtATime(of: .judge, batches))
        let seeing: any Oracle = request.oracle.secretPrompt.map { PromptLeakOracle(oracle, secret: $0) } ?? oracle
        let configured: any Oracle = grid.hasConfigs ? ConfigOracle(seeing) : seeing
        let whole: any Oracle =
            hasConversations ? ConversationOracle(configured, scenarios: scenarios) : configured
        return grid.hasTwins ? TwinOracle(whole) : whole
    }

    /// Whether the oracle asks no model, so that one serves all targets.
    private var isOracleAlone: Bool { request.oracle.judge == nil && request.oracle.guardModel == nil }

    /// Whether the grid has tests that are conversations.
    var hasConversations: Bool { grid.position(of: .strategy) != nil || grid.position(of: .scenario) != nil }

    /// A model that helps, with the user's options, the cache, and its calls counted.
    func helper(
        _ model: any ChatModel, _ role: ModelRole, _ options: ModelOptions?, address: String?, prices: PriceList?,
        spending: Spending
    ) -> any ChatModel {
        let answering = cached(model, address: address)
        return MeteredModel(
            options.map { ConfiguredModel(answering, options: $0) } ?? answering, role: role, prices: prices,
            report: { try await spending.add($0) })
    }

    func cached(_ model: any ChatModel, address: String?) -> any ChatModel {
        let mode = request.connection.cache ?? .off
        guard let store, mode != .off, !model.isSimulated else { return model }
        let server = CachedModel.address(
            of: model.name, baseURL: address, applications: applications,
            environment: ProcessInfo.processInfo.environment)
        return CachedModel(model, address: server, cache: StoreReplyCache(store: store), keeps: mode == .on)
    }

    private func generator(_ folder: SeedFolder, _ writer: ModelWriter) throws -> any PromptGenerator {
        if let set = request.generator.dataSet {
            guard request.generator.paired != true else { throw GenerationError.unpairable(request.generator.model) }
            return GeneratorRegistry.shared(DataSetGenerator(set: set, grid: grid), on: grid)
        }
        if let set = request.generator.itemSet {
            return ItemGenerator(
                set: set,
                settings: ItemSettings(
                    shots: request.generator.shots ?? 0, isChainOfThought: request.generator.chainOfThought == true,
                    seed: request.seed))
        }
        return try GeneratorRegistry.generator(
            request.generator.model, grid: grid, seeds: folder.path, seed: request.seed,
            isPaired: request.generator.paired == true, writer: writer, templates: templates)
    }

    /// The parts that turn a model into a generator.
    private func writer(
        _ models: ModelFactory, _ prices: PriceList?, _ spending: Spending, _ batches: BatchDesk? = nil
    ) throws -> ModelWriter {
        // The temperature is where the generator begins, and not where it stays when the model repeats itself.
        var options = request.generator.options
        options?.temperature = nil
        return ModelWriter(
            settings: ModelGenerator.Settings(
                variant: request.generator.variant ?? .standard,
                seed: request.seed, temperature: request.generator.options?.temperature,
                concurrency: callsAtATime(of: .generator, batches), start: startedAt),
            passages: request.generator.retrieval == false ? nil : passages,
            reader: try reader(models, prices, spending),
            programs: request.programs,
            model: { [options] name in
                let model = try models.model(name, baseURL: request.generator.baseURL)
                return helper(
                    try batched(model, asked: WatchedModel(model), .generator, batches), .generator, options,
                    address: request.generator.baseURL, prices: prices,
                    spending: spending)
            })
    }

    /// The judge's model as the one that says what hazard a prompt shows, with `--verify`; nil without either.
    private func reader(
        _ models: ModelFactory, _ prices: PriceList?, _ spending: Spending
    ) throws -> FidelityModel? {
        guard request.oracle.verify == true, let judge = request.oracle.judge else { return nil }
        let model = try models.model(judge, baseURL: request.oracle.judgeBaseURL)
        return FidelityModel(
            model: helper(
                model, .judge, request.oracle.judgeOptions, address: request.oracle.judgeBaseURL, prices: prices,
                spending: spending),
            seed: request.seed)
    }

    /// Makes the models as the settings say.
    ///
    /// - Throws: ``ConfigurationError``, or the transport's error for a file of certificates that can't be used.
    func modelFactory() throws -> ModelFactory { try modelFactory(places.seedFolder()) }

    /// Counts the sessions of applications that the run has open; nil without a run in a store.
    private var countSession: ModelContext.SessionCount? {
        guard let runID, let store else { return nil }
        return { try await store.countSession($0, of: runID) }
    }

    private func modelFactory(_ folder: SeedFolder) throws -> ModelFactory {
        try models
            ?? ModelFactory(
                request: request, seeds: folder.path, applications: applications, isVerbose: isVerbose,
                patience: patience, share: share, countSession: countSession, log: log)
    }
}
