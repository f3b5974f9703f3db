import Analysis
import ArgumentParser
import Reporting
import Storage
import Terminal
import Workflows

/// `sextant league`
struct LeagueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "league",
        abstract: "Show several targets side by side, on the same test cases.",
        discussion: """
            A run with several --target, or with 'targets:' in sextant.yaml, is a league: one plan, and every prompt goes to every \
            target. The table has the rate of each over the grid with its interval, over-refusal, cost and time. Pairs are \
            compared test case by test case (McNemar's test, Newcombe's interval); 'q' is adjusted over all pairs \
            (Benjamini and Hochberg), and a difference is certain when q is at most 0.05. Targets that share a letter can't be \
            told apart. The page league.html beside each report has the same.

            Examples:
              sextant run --target openai/gpt-4o --target openai/gpt-4o-mini --budget 420
              sextant league
              sextant league 20260131-221500-3fa9 --json
            """)

    @Argument(help: "Id of a run of the league (default: the newest league).")
    var run: String?

    @OptionGroup var places: PlaceOptions
    @Flag(help: "JSON instead of text.")
    var json = false

    func run() async throws {
        let places = try self.places.chosen()
        let store = try await places.store.openForReading()
        let runs =
            if let run { try await LeagueRuns.of(try await store.run(run), in: store) } else {
                try await LeagueRuns.newest(in: store)
            }
        let table = try await LeagueAnalyst(store: store).table(of: runs)
        Console.output(json ? LeagueJSON.text(table) : LeagueTexts.result(table, colours: Console.hasColours))
    }
}
