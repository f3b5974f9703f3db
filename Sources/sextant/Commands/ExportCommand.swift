import ArgumentParser
import Reporting
import RunStore
import SafetyGrid

/// `sextant export`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the prompts of a run or a data set for another tool.",
        discussion: """
            jsonl and csv hold everything; hf is a folder with a data card and Croissant metadata; dpo has a pair for \
            each finding, a refusal preferred to it; garak, promptfoo and inspect are read by these tools.

            Examples:
              sextant export --format csv --out tests.csv
              sextant export 20260131-221500-3fa9 --format dpo --out pairs.jsonl
              sextant export --dataset prompts --format hf --out prompts-hf
            """)

    @Argument(help: "Id of the run (default: the newest).")
    var run: String?

    @Option(help: ArgumentHelp("Name of a data set, instead of a run.", valueName: "name"))
    var dataset: String?

    @Option(help: ArgumentHelp(ExportRegistry.names.joined(separator: ", ") + ".", valueName: "name"))
    var format: String

    @Option(help: ArgumentHelp("File to write; a folder for hf.", valueName: "path"))
    var out: String

    @Flag(help: "Leave responses out.")
    var redact = false

    @OptionGroup var places: PlaceOptions

    func validate() throws {
        guard ExportRegistry.names.contains(format) else {
            throw ValidationError("unknown format '\(format)'; known: \(ExportRegistry.names.joined(separator: ", "))")
        }
        if dataset != nil, run != nil { throw ValidationError("name a run or a data set, not both") }
        if format == "dpo", dataset != nil {
            throw ValidationError("dpo needs responses: export a run, not a data set")
        }
        if format == "dpo", redact { throw ValidationError("dpo is made of responses; leave --redact out") }
    }

    func run() async throws {
        let places = Places(self.places, try ConfigurationFile(option: nil))
        let store = try SQLiteStore.openForReading(places.store)
        let exporter = PromptExporter(store: store, format: format, path: out)
        let count: Int
        if let dataset {
            let library = try places.seedLibrary()
            count = try await exporter.export(
                dataSet: store.dataSet(dataset), protective: library.protectiveHazards)
        } else {
            count = try await exporter.export(run: store.chosenRun(run), redacted: redact)
        }
        Console.output("\(count) \(format == "dpo" ? "pairs" : "prompts") written to \(TerminalText.safe(out))")
    }
}
