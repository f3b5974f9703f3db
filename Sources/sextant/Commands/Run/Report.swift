import ArgumentParser
import Storage
import Terminal
import Workflows

/// `sextant report`
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the files of a run again: report.html, tests.jsonl, summary.json.",
        discussion: """
            Examples:
              sextant report 20260131-221500-3fa9
              sextant report --redact
            """)

    @Argument(help: "Id of the run (default: the newest).")
    var run: String?

    @Flag(help: "Hide prompts, responses and reasons in all files.")
    var redact = false

    @OptionGroup var grades: GradeOptions
    @OptionGroup var places: PlaceOptions

    func run() async throws {
        let places = try self.places.chosen(grades)
        let store = try await places.store.openForReading()
        let exporter = RunExporter(
            store: store, outputFolder: places.output, coverageFolder: places.coverage,
            reference: try places.gradeReference(), frameworks: try FrameworkLookup(places).frameworks,
            isRedacted: redact, check: try places.promptCheck())
        Console.output(try await exporter.export(try await store.chosenRun(run)).reportFile)
    }
}
