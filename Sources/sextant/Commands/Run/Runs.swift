import Analysis
import ArgumentParser
import Records
import Reporting
import Storage
import Workflows

/// `sextant runs`
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs in the store, newest first.",
        discussion: """
            The share is findings / judged tests, and depends on the cells that the policy chose. 'sextant show' has the \
            rates over the grid.

            Examples:
              sextant runs --output Output
              sextant runs --audit
            """)

    @OptionGroup var places: PlaceOptions
    @Flag(help: "One JSON object a line instead of a table.")
    var json = false

    @Flag(help: "Show who ran which command against which target and when, newest first.")
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
        let runs = try await store.runs()
        guard !json else {
            let analyst = RunAnalyst(store: store)
            for run in runs { Console.output(try await analyst.counts(of: run).summary.oneLine) }
            return
        }
        let counts = try await store.counts()
        let table = RunsTable(
            runs.map { run in
                let (judged, findings) = counts[run.id] ?? (0, 0)
                return (run, Rate(findings: findings, judged: judged))
            })
        Console.output(
            runs.isEmpty ? "no runs yet; begin one with: sextant run" : table.text(color: Console.hasColours))
    }
}
