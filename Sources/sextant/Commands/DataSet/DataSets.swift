import ArgumentParser
import Images
import Reporting
import Storage
import Terminal
import Workflows

/// `sextant datasets`
struct DataSetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datasets",
        abstract: "List the data sets in the store, or remove one.",
        discussion: """
            Examples:
              sextant datasets
              sextant datasets --remove prompts
            """)

    @Option(help: ArgumentHelp("Remove this set from the store.", valueName: "name"))
    var remove: String?

    @OptionGroup var places: PlaceOptions

    func run() async throws {
        let places = try self.places.chosen()
        if let remove {
            let store = try await places.store.openForWriting(create: false)
            try await store.remove(dataSet: remove)
            try await InputSweep(store, shelf: .inputs(in: places.output, depot: StorePlace.shared(store))).execute()
            return Console.output("removed \(TerminalText.safe(remove))")
        }
        let sets = try await places.store.openForReading().dataSets()
        guard !sets.isEmpty else { return Console.output("no data sets; take one in with 'sextant import FILE'") }
        Console.output(DataSetTexts.list(sets))
    }
}
