import ArgumentParser
import Feedback
import Records
import Reporting
import RunStore
import SafetyGrid

/// `sextant coverage`
struct CoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Show what was tested over all runs, and what never was.",
        discussion: """
            Counts every judged test of a target on a grid: covered cells, covered pairs, and the holes.

            Example: sextant coverage --target openai/gpt-4o-mini
            """)

    @Option(help: ArgumentHelp("Only this target (default: each in turn).", valueName: "provider/model"))
    var target: String?

    @Option(help: ArgumentHelp("Holes to list for each strength.", valueName: "number"))
    var holes = 10

    @OptionGroup var places: PlaceOptions

    func validate() throws {
        guard holes >= 0 else { throw ValidationError("--holes is \(holes); it must be 0 or more") }
    }

    func run() async throws {
        let places = Places(self.places, try ConfigurationFile(option: nil))
        let store = try SQLiteStore.openForReading(places.store)
        let runs = try await store.runs().filter { target == nil || $0.settings.target == target }
        guard !runs.isEmpty else {
            throw UsageError("no run of \(target ?? "any target") in the store; 'sextant runs' lists what there is")
        }
        var seen: Set<String> = []
        for run in runs where seen.insert("\(run.settings.target) \(run.grid.id)").inserted {
            let tallies = try await store.tallies(on: run.grid).filter { $0.target == run.settings.target }
            Console.output(CoverageTexts.text(of: tallies, run: run, holes: holes))
        }
    }
}
