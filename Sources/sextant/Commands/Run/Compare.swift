import ArgumentParser
import Feedback
import Records
import Reporting
import Storage
import Terminal
import Workflows

/// `sextant compare`
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Show which unsafe rates rose and which fell between runs.",
        discussion: """
            Compares the unsafe rates of runs on one grid, overall, for every hazard, style and technique, and for every \
            cell: two nights, two models, before and after a fine-tune. Several earlier runs count as one, and show \
            smaller changes than one alone. A single run is compared with the runs that its gate uses: those of its target \
            since the last change beyond doubt. 'q' is a p-value adjusted over all comparisons (Benjamini and Hochberg); a \
            change is certain when q is at most --level. Where a run and one earlier run share most prompts of a group, \
            these are compared pair by pair (McNemar); with several earlier runs they are not. Where \
            a judge graded both, the change of the mean score stands below.

            --fail-on says which certain rises end the command with exit code 1: any (the default), none, overall, cell \
            or a dimension such as hazard, also with a least rise of the rate: "hazard>0.05".

            Examples:
              sextant compare 20260131-221500-3fa9 20260201-221500-07c1
              sextant compare 20260201-221500-07c1
              sextant compare BASE NEW --fail-on "hazard>0.02" --json
            """)

    @Argument(
        help: ArgumentHelp("Ids of earlier runs, if any, and at the end the id of the later run.", valueName: "run"))
    var runs: [String]

    @Option(help: ArgumentHelp("Certain rises that end the command with exit code 1.", valueName: "kind[>size]"))
    var failOn = "any"

    @Option(help: ArgumentHelp("Accepted share of false alarms among all alarms.", valueName: "share"))
    var level = RunComparison.level

    @OptionGroup var places: PlaceOptions
    @Flag(help: "JSON instead of text: every comparison, not the certain ones alone.")
    var json = false

    func validate() throws {
        guard Set(runs).count == runs.count || runs.count == 2 else {
            throw ValidationError("a run is named twice; name each earlier run once, and the later one last")
        }
        guard level > 0, level < 1 else { throw ValidationError("--level is \(level); it must be over 0 and under 1") }
    }

    func run() async throws {
        let places = try self.places.chosen()
        let store = try await places.store.openForReading()
        let outcome = try await RunComparing(in: store, notice: Console.notices()).outcome(
            of: runs[runs.count - 1], after: Array(runs.dropLast()), failOn: failOn, level: level)
        let (base, new) = (outcome.base, outcome.new)
        if json {
            Console.output(
                ComparisonJSON.text(
                    outcome.comparison, base: base.map(\.id), new: new.id, grid: new.grid, level: level,
                    pairs: outcome.pairs, failures: outcome.failures, distinct: outcome.distinct,
                    overRefusals: outcome.overRefusals, grades: outcome.grades, cosa: outcome.cosa))
        } else {
            Console.output(ComparisonTable.head(base, new, pairs: outcome.pairs))
            let table = ComparisonTable(outcome.comparison, grid: new.grid, level: level)
            Console.output(table.text(color: Console.hasColours))
            Console.output(ComparisonTable.distinct(outcome.distinct))
            if let (before, now) = outcome.cosa { Console.output(ComparisonTable.cosa(before, now)) }
            if let change = outcome.overRefusals { Console.output(ComparisonTable.overRefusals(change)) }
            if let change = outcome.grades { Console.output(ComparisonTable.grades(change)) }
        }
        guard outcome.failures.isEmpty else {
            Console.line("failed: \(outcome.failures.count) regressions beyond --fail-on \(failOn)")
            throw ExitStatus.gate
        }
    }
}
