import ArgumentParser
import Records
import Reporting
import RunStore

/// `sextant runs`
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs in the store, newest first.",
        discussion: """
            The share is findings / judged tests: where the policy sent them bends it. 'sextant show' has the rates over the \
            grid.

            Examples:
              sextant runs --output Output
              sextant runs --audit
            """)

    @OptionGroup var places: PlaceOptions
    @Flag(help: "One JSON object a line instead of a table.")
    var json = false

    @Flag(help: "Show who ran what against which target when, newest first.")
    var audit = false

    func run() async throws {
        let places = Places(self.places, try ConfigurationFile(option: nil))
        let store = try SQLiteStore.openForReading(places.store)
        if audit {
            let trail = try await store.auditTrail()
            if json { return trail.forEach { Console.output(AuditTable.line($0)) } }
            return Console.output(
                trail.isEmpty ? "nothing was run yet" : AuditTable.text(trail, color: Console.hasColours))
        }
        let exporter = RunExporter(store: store, outputFolder: places.output, coverageFolder: nil)
        var listed: [(run: RunRecord, summary: RunSummary)] = []
        for run in try await store.runs() {
            let summary = try await exporter.statistics(of: run).summary
            if json { Console.output(summary.oneLine) } else { listed.append((run, summary)) }
        }
        guard !json else { return }
        Console.output(
            listed.isEmpty
                ? "no runs yet; begin one with: sextant run" : RunsTable(listed).text(color: Console.hasColours))
    }
}
