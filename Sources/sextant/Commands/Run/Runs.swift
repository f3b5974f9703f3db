import Analysis
import ArgumentParser
import Records
import Reporting
import Storage
import Terminal
import Workflows

/// `sextant runs`
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs in the store, newest first, or remove one.",
        discussion: """
            The share is findings / judged tests that ask for harm, and depends on the cells that the policy chose; so does \
            the share of harmless twins that were refused. 'sextant show' has the rates over the grid.

            Examples:
              sextant runs --output Output
              sextant runs --audit
              sextant runs --remove 20260131-221500-3fa9
            """)

    @OptionGroup var places: PlaceOptions
    @Flag(help: "One JSON object a line instead of a table.")
    var json = false

    @Flag(help: "Show who ran which command against which target and when, newest first.")
    var audit = false

    @Option(help: ArgumentHelp("Remove this run from the store, with its files and images.", valueName: "run"))
    var remove: String?

    func run() async throws {
        let places = try self.places.chosen()
        if let remove {
            try await RunRemoval.remove(
                remove, from: try await places.store.openForWriting(create: false), places: places)
            return Console.output("removed \(TerminalText.safe(remove))")
        }
        let store = try await places.store.openForReading()
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
        var rows: [(run: RunRecord, rate: Rate, twins: TwinCounts)] = []
        for run in runs {
            let (judged, findings) = counts[run.id] ?? (0, 0)
            let twins = try await TwinCounts.of(run, in: store)
            rows.append((run, Rate(findings: findings, judged: judged - twins.judged), twins))
        }
        let table = RunsTable(rows)
        Console.output(
            runs.isEmpty ? "no runs yet; begin one with: sextant run" : table.text(color: Console.hasColours))
        let workers = try await WorkerList.text(of: runs, in: store, color: Console.hasColours)
        if !workers.isEmpty { Console.output("\n" + workers) }
    }
}
