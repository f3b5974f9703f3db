import ArgumentParser
import Records
import RunStore

/// `sextant resume`
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a run that was interrupted or killed.",
        discussion: """
            Answers that were paid for are kept; tests that failed for a passing reason are tried again. Without a run \
            id the newest unfinished run is taken. A run that stopped at a cap goes on with a higher one.

            Examples:
              sextant resume 20260131-221500-3fa9
              sextant resume --max-cost 25
            """)

    @Argument(help: "Id of the run (default: the newest unfinished one).")
    var run: String?

    @Option(help: ArgumentHelp("Configuration file (default: sextant.yaml, when there is one).", valueName: "file"))
    var config: String?

    @OptionGroup var caps: CapOptions
    @OptionGroup var places: PlaceOptions
    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let file = try ConfigurationFile(option: config)
        let places = Places(self.places, file)
        let store = try SQLiteStore.openForWriting(places.store, create: false)
        let run = try await raised(try await chosen(in: store), in: store, places, file)
        try await RunSession(store: store, places: places, applications: file.applications, verbosity: verbosity)
            .execute(run)
    }

    /// The run with the caps of the command line, which are kept for the next time.
    private func raised(_ run: RunRecord, in store: any Store, _ places: Places, _ file: ConfigurationFile) async throws
        -> RunRecord
    {
        var run = run
        caps.apply(to: &run.settings)
        try CapOptions.check(run.settings)
        // Models and prices are checked before a setting is kept that could never hold.
        _ = try StageAssembly(run: run, places: places, applications: file.applications, log: { _ in }).stages()
        if caps.isSet { try await store.update(run: run.id, settings: run.settings) }
        return run
    }

    private func chosen(in store: any Store) async throws -> RunRecord {
        if let run { return try await store.run(run) }
        guard let newest = try await store.runs().first(where: { $0.state == .unfinished }) else {
            throw UsageError("no unfinished run in the store; give a run id ('sextant runs' lists them)")
        }
        return newest
    }
}
