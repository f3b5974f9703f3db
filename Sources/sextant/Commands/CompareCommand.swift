import ArgumentParser
import Feedback
import Records
import Reporting
import RunStore
import SafetyGrid

/// `sextant compare`
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Show what rose and what fell between two runs.",
        discussion: """
            Compares the unsafe rates of two runs on one grid, overall, for every hazard, style and technique, and for \
            every cell: two nights, two models, before and after a fine-tune. 'q' is a p-value adjusted over all \
            comparisons (Benjamini and Hochberg); a change is certain when it is at most --level. Where most tests of a \
            group are the same prompts in both runs, they are compared pair by pair (McNemar).

            --fail-on says which certain regressions end it with exit code 1: any (the default), none, overall, cell or a \
            dimension as hazard, and with a least rise of the rate "hazard>0.05".

            Examples:
              sextant compare 20260131-221500-3fa9 20260201-221500-07c1
              sextant compare BASE NEW --fail-on "hazard>0.02" --json
            """)

    @Argument(help: "Id of the earlier run.")
    var base: String

    @Argument(help: "Id of the later run.")
    var new: String

    @Option(help: ArgumentHelp("Which certain regressions fail (default: any).", valueName: "kind[>size]"))
    var failOn = "any"

    // Below 5 %: at that level one quiet night in twenty raised an alarm on the most uneven simulated grid.
    @Option(help: ArgumentHelp("Share of false alarms among alarms that is put up with.", valueName: "share"))
    var level = 0.04

    @OptionGroup var places: PlaceOptions
    @Flag(help: "JSON instead of text: every comparison, not the certain ones alone.")
    var json = false

    /// Cells whose comparison takes less than a second.
    private static let silentCells = 10_000

    func validate() throws {
        guard level > 0, level < 1 else { throw ValidationError("--level is \(level); it must be over 0 and under 1") }
    }

    func run() async throws {
        let places = Places(self.places, try ConfigurationFile(option: nil))
        let store = try SQLiteStore.openForReading(places.store)
        let (base, new) = (try await store.run(base), try await store.run(new))
        guard base.grid.id == new.grid.id else {
            throw UsageError(
                "the runs are on different grids, \(base.grid.id) and \(new.grid.id), and can't be compared")
        }
        let gate = try RegressionGate(failOn, grid: new.grid)
        if new.grid.cellCount > Self.silentCells { Console.line("comparing \(new.grid.cellCount) cells") }
        let pairs = try await PairedTests.of(base, new, in: store)
        let comparison = RunComparison(
            grid: new.grid, base: try await CellEvidence(of: base.id, on: new.grid, in: store),
            new: try await CellEvidence(of: new.id, on: new.grid, in: store), pairs: pairs)
        let failures = gate.failures(among: comparison.rises(at: level), in: new.grid)
        if json {
            Console.output(
                ComparisonJSON.text(
                    comparison, base: base.id, new: new.id, grid: new.grid, level: level, pairs: pairs.count,
                    failures: failures))
        } else {
            Console.output(text(comparison, base, new, pairs.count))
        }
        guard failures.isEmpty else {
            Console.line("failed: \(failures.count) regressions beyond --fail-on \(failOn)")
            throw ExitStatus.gate
        }
    }

    private func text(_ comparison: RunComparison, _ base: RunRecord, _ new: RunRecord, _ pairs: Int) -> String {
        func line(_ name: String, _ run: RunRecord) -> String {
            let simulated = run.simulated ? " (simulated)" : ""
            let unfinished = run.state == .unfinished ? ", unfinished" : ""
            return "\(name)  \(run.id)  \(TerminalText.safe(run.settings.target))\(simulated)\(unfinished)"
        }
        let head = [
            line("base", base), line("new ", new),
            "\(pairs) test cases are in both; rates are means over cells,",
            "q is a p-value adjusted over all comparisons", "",
        ]
        return head.joined(separator: "\n")
            + "\n" + ComparisonTable(comparison, grid: new.grid, level: level).text(color: Console.hasColours)
    }
}
