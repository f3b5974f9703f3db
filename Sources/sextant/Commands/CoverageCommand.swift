import ArgumentParser
import Feedback
import Generation
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
            Counts every judged test of a target on a grid: covered cells, covered pairs, and the holes. With --verify \
            it counts a second time, and only the tests whose prompts show the style and technique they were made for. \
            --dataset shows what a file of prompts covers, without touching the store; --in reports hazards in another \
            taxonomy by its crosswalk, or in a coarser tier.

            Examples:
              sextant coverage --target openai/gpt-4o-mini
              sextant coverage --verify
              sextant coverage --dataset prompts.csv --taxonomy ailuminate-1.0
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
    @Flag(help: "Check every prompt, and count the verified tests beside the claimed ones.")
    var verify = false

    @OptionGroup var places: PlaceOptions

    /// Prompts that are checked in less than a second.
    private static let silentChecks = 5_000

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
        let checker = verify ? try FidelityChecker(seeds: places.seedFolder().path) : nil
        var seen: Set<String> = []
        for run in runs where seen.insert("\(run.settings.target) \(run.grid.id)").inserted {
            let tallies = try await store.tallies(on: run.grid).filter { $0.target == run.settings.target }
            if let reportedIn {
                let mapping = try places.seedLibrary().mapping(
                    from: run.grid.dimensions.first { $0.id == "hazard" }?.taxonomy ?? "", to: reportedIn)
                Console.output(CategoryTexts.table(tallies, run: run, mapping: mapping))
                continue
            }
            let judged = tallies.reduce(0) { $0 + $1.judged }
            if checker != nil, judged > Self.silentChecks { Console.line("checking \(judged) prompts") }
            let alike = runs.filter { $0.settings.target == run.settings.target && $0.grid.id == run.grid.id }
            let verified: VerifiedCoverage? =
                if let checker {
                    try await VerifiedCoverage.of(run.grid, runs: alike, store: store, checker: checker)
                } else { nil }
            Console.output(CoverageTexts.text(of: tallies, run: run, holes: holes, verified: verified))
        }
    }
}
