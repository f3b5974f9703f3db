import Analysis
import Feedback
import Foundation
import Generation
import Pipeline
import Records
import Reporting
import SafetyGrid
import Storage

/// Makes a run out of its configuration: its grid, and the knowledge in the store on which it builds.
package struct RunPreparation {
    private var configuration: RunConfiguration
    private let items: ItemSet?
    private let itemReference: ItemReference?
    private let fairnessSet: FairnessSet?
    /// The grid.
    package let grid: Grid
    /// What the runs take from the seeds besides their grid; nil where it is left to them to read it.
    package let seeds: RunSeeds?

    /// Reads the grid, and checks everything that needs no store.
    ///
    /// - Parameters:
    ///   - configuration: what the run is to be
    ///   - items: the set that its generator `items/<name>` asks; nil for other generators
    ///   - configs: imported safety configs; nil for none but those of the seeds
    ///   - readsSeeds: whether ``seeds`` are read, too
    /// - Throws: ``ConfigurationError`` for seeds that can't be read or ids that are unknown; ``UsageError`` for a gate that does not
    ///   fit the grid.
    package init(
        _ configuration: RunConfiguration, items: ItemSet? = nil, configs: Taxonomy? = nil, readsSeeds: Bool = false
    ) throws {
        self.configuration = configuration
        self.items = items
        grid = try items.map { try $0.grid() } ?? RunGrid(configuration, configs: configs).grid
        itemReference = try configuration.itemReference.map { file in
            guard let items else { throw UsageError("--item-reference is compared with items; add --items") }
            return try ItemReference(
                text: SeedLibrary.text(of: file), file: file, categories: items.categories.map(\.id))
        }
        seeds = readsSeeds ? try RunSeeds(of: configuration.request, on: grid, in: configuration.places) : nil
        try configuration.request.gate?.check(on: grid)
        try configuration.request.gate?.checkGrade(by: configuration.request.oracle)
        try GateSettings.checkFairness(configuration.request)
        fairnessSet = try configuration.request.fairness.set.map {
            try FairnessSet(named: $0, seeds: configuration.places.seedFolder().path)
        }
        guard configuration.request.generator.paired != true || UpliftTally(grid: grid).hasBareAsks else {
            throw UsageError(
                "--paired compares with the bare ask, and the grid has none; select it, for example --styles plain,slang"
            )
        }
    }

    /// Makes the stages once and throws them away: what can't hold is told before a store is begun.
    ///
    /// - Throws: as ``StageAssembly/stages(sharing:within:)``.
    package func checkStages() throws {
        _ = try StageAssembly(
            run: Self.record(configuration, grid), places: configuration.places,
            applications: configuration.applications, log: { _ in }
        ).stages()
    }

    private static func record(_ configuration: RunConfiguration, _ grid: Grid) -> RunRecord {
        var request = configuration.request
        // Every scenario once, unless a budget was asked for.
        if request.conversation.scenarios != nil, !configuration.isGiven.budget { request.budget = grid.cellCount }
        // A conversation takes as long as its turns, and a round as its longest: fewer and larger rounds fill the connections.
        if request.allocation.roundSize == nil, grid.position(of: .scenario) ?? grid.position(of: .strategy) != nil {
            request.allocation.roundSize = min(max(request.budget / 8, 40), 2000)
        }
        return RunRecord(
            id: RunID.make(), startedAt: Date().timeIntervalSince1970, request: request, grid: grid,
            simulated: StageAssembly.isSimulated(configuration.request))
    }

    /// A run that begins now, not yet in the store; nil when it is to close coverage holes and none is left.
    ///
    /// - Throws: ``StoreError``, ``ConfigurationError``, ``UsageError``.
    package func run(in store: any Store, notice: NoticeSink) async throws -> RunRecord? {
        var run = Self.record(configuration, grid)
        if let items {
            let order = ItemGenerator.order(of: items.items, seed: run.request.seed)
            let asked = order.prefix(configuration.isGiven.budget ? run.request.budget : order.count)
            run.request.budget = asked.count
            run.basis.itemCells = asked.compactMap {
                grid.cell(named: [ItemLibrary.dimension.rawValue: $0.category])?.id
            }
            run.basis.itemReference = itemReference
        }
        run.basis.fairnessSet = fairnessSet
        if let set = run.request.generator.dataSet { try await DataSetRun.check(set, on: grid, in: store) }
        if let line = StageAssembly.lineWithoutParts(run.request, on: grid) {
            notice(.progress(TerminalText.safe(line)))
        }
        let oracle = OracleAssembly(
            request: run.request, places: configuration.places, seeds: try configuration.places.seedFolder())
        run.basis.classifierWeights = try oracle.fingerprint()
        run.basis.unseenErrors = try oracle.unseenErrors(fingerprint: run.basis.classifierWeights)
        let calibration = try await UsableCalibration.of(run, in: store, notice: notice)
        run.basis.cascadeBand = calibration?.band
        if run.request.allocation.sensitivity == nil, run.request.allocation.specificity == nil,
            let errors = calibration.flatMap({ OracleErrors($0) })
        {
            run.basis.sensitivity = errors.sensitivity
            run.basis.specificity = errors.specificity
        }
        if run.request.oracle.kind == "jury" {
            run.basis.juryWeights = try await store.weights(of: run.request.oracle.name)?.weights
        }
        run.basis.judgeEpoch = try await store.judgeEpoch(of: run.request.oracle.name)
        run.basis.epoch = RunEpoch.fingerprint(
            run.request, on: grid, application: configuration.application, seeds: try configuration.places.seedFolder())
        run.basis.priorRuns = try await PriorRuns.ids(in: store, before: run, limit: configuration.priorRuns)
        if run.basis.priorRuns?.isEmpty == false {
            run.basis.baseRuns = try await PriorRuns.baseIDs(in: store, before: run)
        }
        return try await HoleClosing.prepared(
            run, in: store, hasBudget: configuration.isGiven.budget, hasFloor: configuration.isGiven.floor)
    }

    /// Writes down, as calls of a run that the store has just got, those that were made before there was one: they count toward its
    /// cost and its caps.
    ///
    /// - Throws: ``StoreError``.
    package func recordEarlyCalls(of run: RunRecord, in store: any Store) async throws {
        for call in configuration.earlyCalls { try await store.record(call, in: run.id) }
    }

    /// The runs of a league that begins now, not yet in the store, in order of their places: what the first one found out
    /// about plan and oracle holds for all. Nil as for ``run(in:notice:)``.
    ///
    /// - Throws: as ``run(in:notice:)``.
    package func league(in store: any Store, notice: @escaping NoticeSink) async throws -> [RunRecord]? {
        var runs: [RunRecord] = []
        let variants = configuration.variants
        let places = (variants.isEmpty ? [nil] : variants.map(Optional.some)).flatMap { variant in
            configuration.targets.map { (target: $0, variant: variant) }
        }
        for (place, (target, variant)) in places.enumerated() {
            var own = self
            own.configuration = configuration.of(target, variant)
            guard var run = try await own.run(in: store, notice: place == 0 ? notice : { _ in }) else { return nil }
            if let first = runs.first {
                run.id = "\(first.id)-\(place + 1)"
                run.startedAt = first.startedAt
                (run.request.budget, run.request.allocation.floor) = (
                    first.request.budget, first.request.allocation.floor
                )
                run.basis.closingCells = first.basis.closingCells
            }
            run.request.league = LeagueRequest(
                id: runs.first?.id ?? run.id, place: place, targets: configuration.targets.count,
                variants: variants.isEmpty ? nil : variants.count, maxCost: configuration.request.limits.maxCost,
                maxTokens: configuration.request.limits.maxTokens)
            runs.append(run)
        }
        return runs
    }
}
