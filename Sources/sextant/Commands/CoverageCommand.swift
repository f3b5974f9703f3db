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
            Counts every judged test of a target on a grid: covered cells, covered pairs, and the holes. --dataset \
            shows what a file of prompts covers, without touching the store; --in reports hazards in another taxonomy \
            by its crosswalk, or in a coarser tier.

            Examples:
              sextant coverage --target openai/gpt-4o-mini
              sextant coverage --dataset prompts.csv --taxonomy ailuminate-1.0
              sextant coverage --in ailuminate-1.0
              sextant coverage --in air-2024/2
            """)

    @Option(help: ArgumentHelp("Only this target (default: each in turn).", valueName: "provider/model"))
    var target: String?

    @Option(help: ArgumentHelp("Holes to list for each strength.", valueName: "number"))
    var holes = 10

    @Option(help: ArgumentHelp("A file of prompts instead of the runs.", valueName: "file"))
    var dataset: String?

    @Option(
        name: .customLong("in"),
        help: ArgumentHelp("Report hazards in this taxonomy; /1 is its coarsest tier.", valueName: "taxonomy[/tier]"))
    var reportedIn: String?

    @OptionGroup var grid: GridOptions
    @OptionGroup var places: PlaceOptions

    func validate() throws {
        guard holes >= 0 else { throw ValidationError("--holes is \(holes); it must be 0 or more") }
    }

    func run() async throws {
        let configuration = try ConfigurationFile(option: nil)
        let places = Places(self.places, configuration)
        if let dataset {
            let library = try places.seedLibrary()
            let coverage = try DataSetCoverage.of(dataset, on: grid.grid(library, configuration), library: library)
            return Console.output(DataSetTexts.coverage(coverage, of: dataset, holes: holes))
        }
        let store = try SQLiteStore.openForReading(places.store)
        let runs = try await store.runs().filter { target == nil || $0.settings.target == target }
        guard !runs.isEmpty else {
            throw UsageError("no run of \(target ?? "any target") in the store; 'sextant runs' lists what there is")
        }
        var seen: Set<String> = []
        for run in runs where seen.insert("\(run.settings.target) \(run.grid.id)").inserted {
            let tallies = try await store.tallies(on: run.grid).filter { $0.target == run.settings.target }
            if let reportedIn {
                let mapping = try places.seedLibrary().mapping(
                    from: run.grid.dimensions.first { $0.id == "hazard" }?.taxonomy ?? "", to: reportedIn)
                Console.output(CategoryTexts.table(tallies, run: run, mapping: mapping))
                continue
            }
            Console.output(CoverageTexts.text(of: tallies, run: run, holes: holes))
        }
    }
}
