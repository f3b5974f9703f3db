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
            it counts a second time, and only the tests whose prompts show the style and technique they were made for.

            Examples:
              sextant coverage --target openai/gpt-4o-mini
              sextant coverage --verify
            """)

    @Option(help: ArgumentHelp("Only this target (default: each in turn).", valueName: "provider/model"))
    var target: String?

    @Option(help: ArgumentHelp("Holes to list for each strength.", valueName: "number"))
    var holes = 10

    @Flag(help: "Check every prompt, and count the verified tests beside the claimed ones.")
    var verify = false

    @OptionGroup var places: PlaceOptions

    /// Prompts that are checked in less than a second.
    private static let silentChecks = 5_000

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
        let checker = verify ? try FidelityChecker(seeds: places.seedFolder().path) : nil
        var seen: Set<String> = []
        for run in runs where seen.insert("\(run.settings.target) \(run.grid.id)").inserted {
            let tallies = try await store.tallies(on: run.grid).filter { $0.target == run.settings.target }
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
