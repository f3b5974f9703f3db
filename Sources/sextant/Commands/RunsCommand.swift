import ArgumentParser
import RunStore

/// `sextant runs`
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs in the store, newest first.",
        discussion: "Example: sextant runs --output Output")

    @OptionGroup var places: PlaceOptions
    @Flag(help: "One JSON object a line instead of a table.")
    var json = false

    func run() async throws {
        let store = try await SQLiteStore.openForReading(Places(places, try ConfigurationFile(option: nil)))
        let summaries = try await RunListing(store: store).summaries()
        if json {
            for entry in summaries { Console.output(entry.summary.oneLine) }
        } else if summaries.isEmpty {
            Console.output("no runs yet; begin one with: sextant run")
        } else {
            Console.output(RunListing.table(summaries, colours: Console.hasColours))
        }
    }
}
