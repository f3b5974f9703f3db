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
            id the newest unfinished run is taken.

            Example: sextant resume 20260131-221500-3fa9
            """)

    @Argument(help: "Id of the run (default: the newest unfinished one).")
    var run: String?

    @OptionGroup var places: PlaceOptions
    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let places = Places(self.places, try ConfigurationFile(option: nil))
        let store = try SQLiteStore.openForWriting(places.store, create: false)
        try await RunSession(store: store, places: places, verbosity: verbosity).execute(try await chosen(in: store))
    }

    private func chosen(in store: any Store) async throws -> RunRecord {
        if let run { return try await store.run(run) }
        guard let newest = try await store.runs().first(where: { $0.state == .unfinished }) else {
            throw UsageError("no unfinished run in the store; give a run id ('sextant runs' lists them)")
        }
        return newest
    }
}
