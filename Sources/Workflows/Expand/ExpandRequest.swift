import ChatModels
import Foundations
import Generation
import Pipeline
import Records
import Retrieval
import SafetyGrid
import Storage

/// Which cells are to get new prompts, how many, and from which generator.
package struct ExpandRequest: Sendable {
    /// The grid.
    package let grid: Grid
    /// Prompts that each cell should have.
    package let perCell: Int
    /// The generator and its connections, as in a run; no target is asked.
    package let settings: RunRequest
    /// Name of the data set.
    package let name: String
    /// Seeds and store.
    package let places: Places
    /// What `http/<name>` may name.
    package let applications: [String: HTTPApplication]
    /// Whether every call to a model is a notice.
    package let isVerbose: Bool

    /// A request; see the properties.
    package init(
        grid: Grid, perCell: Int, settings: RunRequest, name: String, places: Places,
        applications: [String: HTTPApplication], isVerbose: Bool
    ) {
        self.grid = grid
        self.perCell = perCell
        self.settings = settings
        self.name = name
        self.places = places
        self.applications = applications
        self.isVerbose = isVerbose
    }

    /// Fills the cells.
    ///
    /// - Parameters:
    ///   - time: the time now, in seconds since 1970
    ///   - notice: hears of calls that are tried again, and how many prompts there are
    /// - Throws: ``ChatError``, ``GenerationError``, ``ConfigurationError``, ``UsageError`` or ``StoreError``.
    package func execute(at time: Double, notice: @escaping NoticeSink) async throws -> ExpandOutcome {
        let spending = Spending(request: settings)
        var assembly = StageAssembly(
            request: settings, grid: grid, startedAt: time, places: places, applications: applications,
            isVerbose: isVerbose, log: { notice(.warning($0)) })
        // Names and keys are checked before there is a store.
        _ = try assembly.generator(spending)
        let (store, pages) = try await places.store.openWithPages()
        assembly.store = store
        assembly.passages = PassageFinder(store: pages, now: { time })
        let generator = try assembly.generator(spending)
        let set = DataSetRecord(
            name: name, digest: StableHash.hex(settings.seed), role: .tests,
            origin: "made by \(generator.name), \(perCell) a cell", grid: grid.id, createdAt: time)
        let result = try await Expansion(
            store: store, grid: grid, generator: generator, set: set, novelty: settings.generator.novelty,
            spending: spending,
            notice: notice
        ).fill(perCell: perCell)
        return ExpandOutcome(result: result, set: set, generator: generator.name, store: store)
    }
}

/// What an expansion brought.
package struct ExpandOutcome: Sendable {
    /// The counts.
    package let result: Expansion.Result
    /// The data set that has the prompts.
    package let set: DataSetRecord
    /// Name of the generator.
    package let generator: String
    /// The store that has the data set.
    package let store: any Store
}
