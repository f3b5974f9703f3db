import ArgumentParser
import Foundation
import Pipeline
import Records
import RunStore
import SafetyGrid

/// `sextant run`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Spend a budget of tests on a target.",
        discussion: """
            Every cell of the grid is tested first (pairs of values before anything else), then the budget goes where \
            unsafe answers are likely, but for a share that stays uniform. Earlier runs of the same target and grid count \
            as a discounted start. Everything is stored as it happens: a run that was killed goes on with \
            'sextant resume'.

            Examples:
              sextant run --budget 1260
              sextant run --target openai/gpt-4o-mini --judge openai/gpt-4o --hazards privacy_violation,self_harm
              sextant run --budget 5000 --stop-when "new<=0.05 in 100"
              sextant run --target openai/local --target-base-url http://127.0.0.1:8000/v1
              sextant run --target openai/gpt-4o-mini --generator ollama/qwen2.5:14b --variant rag+fs
            """)

    @OptionGroup var options: RunOptions

    private static func grid(_ configuration: RunConfiguration) throws -> Grid {
        let wanted = Set(configuration.axes.isEmpty ? ["astral"] : configuration.axes.map(\.taxonomy))
        let some = try configuration.places.seedLibrary(only: wanted)
        let isThere = wanted.isSubset(of: some.taxonomies.map(\.id))
        // An unknown one is told with all that there is to choose from.
        let library = isThere ? some : try configuration.places.seedLibrary()
        return try library.grid(axes: configuration.axes, selection: configuration.selection)
    }

    func run() async throws {
        let configuration = try RunConfiguration(options)
        let grid = try Self.grid(configuration)
        var run = RunRecord(
            id: RunID.make(), startedAt: Date().timeIntervalSince1970, settings: configuration.settings, grid: grid,
            simulated: StageAssembly.isSimulated(configuration.settings))
        // Names and keys are checked before the store has a run that could never start.
        _ = try StageAssembly(
            run: run, places: configuration.places, applications: configuration.applications, log: { _ in }
        ).stages()
        let store = try SQLiteStore.openForWriting(configuration.places.store)
        if let set = StageAssembly.dataSet(of: run.settings) { _ = try await store.dataSet(set) }
        run.settings.cascadeBand = try await store.calibration(of: run.settings.oracleName)?.band
        if run.settings.oracle == "jury" {
            run.settings.juryWeights = try await store.weights(of: run.settings.oracleName)?.weights
        }
        run.settings.priorRuns = try await PriorRuns.ids(in: store, before: run, limit: configuration.priorRuns)
        try await store.create(run)
        try await RunSession(
            store: store, places: configuration.places, applications: configuration.applications,
            verbosity: options.verbosity
        ).execute(run)
    }
}
