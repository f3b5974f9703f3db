import ArgumentParser
import Settings
import Terminal
import Workflows

/// `sextant worker`
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Execute and judge the tests of runs that other machines plan.",
        discussion: """
            Takes tests that wait in the store, asks the target and judges what it responds, turn by turn. Any number of \
            workers share a run and its limits; they may come and go. A worker needs the keys of the run's models and the \
            seeds of the process that plans; it leaves the tests of other runs alone and says so. SIGTERM or Ctrl-C lets it \
            finish what it has begun.

            Examples:
              sextant worker --store postgresql://db.example/sextant
              sextant worker --store postgresql://db.example/sextant --run 20260131-221500-3fa9 --until-done
              sextant worker --store postgresql://db.example/sextant --target-base-url http://127.0.0.1:8000/v1
              sextant worker --store postgresql://db.example/sextant --drain
            """)

    @Option(help: ArgumentHelp("Work on this run alone (default: on whichever has tests that wait).", valueName: "id"))
    var run: String?

    @Option(help: ArgumentHelp("Most calls to the target at once (default: as many as the run says).", valueName: "n"))
    var maxConnections: Int?

    @Option(help: ArgumentHelp("Address of the target, where it is another than the run's.", valueName: "url"))
    var targetBaseURL: String?

    @Flag(help: "End when the run is over, or has stopped at a cap.")
    var untilDone = false

    @Flag(help: "Plan a run further whose planning process has died.")
    var takeOver = false

    @Flag(
        help: """
            Ask the workers that are at work, on --run or on any, to finish what they have begun and to end; one that waits for \
            a run ends with SIGTERM.
            """)
    var drain = false

    @Option(help: ArgumentHelp("Configuration file (default: sextant.yaml, when there is one).", valueName: "file"))
    var config: String?

    @OptionGroup var places: PlaceOptions
    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws {
        try NumberCheck.check(maxConnections: maxConnections)
        guard !drain || (!untilDone && !takeOver && maxConnections == nil && targetBaseURL == nil) else {
            throw ValidationError("--drain only asks other workers to end; leave out how to work")
        }
        guard drain || !verbosity.json else {
            throw ValidationError(
                "--json: a worker has no result of its own; 'sextant show --json' has that of the run")
        }
    }

    func run() async throws {
        let file = try ConfigurationFile(option: config)
        let session = try WorkerSession(
            WorkerRequest(
                run: run, connections: maxConnections, targetBaseURL: targetBaseURL, isUntilDone: untilDone,
                takesOver: takeOver),
            places: places.chosen(over: file), applications: file.applications, isVerbose: verbosity.verbose,
            attendant: verbosity.chosen.attendant)
        guard drain else { return try await session.work() }
        let asked = try await session.drain()
        verbosity.chosen.give(
            text: { _ in "\(asked) worker\(asked == 1 ? "" : "s") asked to finish and to end" },
            json: { "{\"asked\":\(asked)}" })
    }
}
