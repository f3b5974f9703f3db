import Analysis
import ArgumentParser
import Feedback
import Reporting
import Settings
import Storage
import Terminal
import Workflows

/// `sextant coverage`
struct CoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Show which combinations were tested over all runs, and which never were.",
        discussion: """
            Counts every judged test of a target on a grid, and shows the covered values, pairs and cells, the holes, the \
            fewest tests that close them, and the risk that remains. Holes that could hide most come first, by expected \
            unsafe rate, findings of neighbours, and severity. Several runs add up; runs from before the target or the \
            prompt templates changed are left out.

            --verify counts a second time: only tests whose prompts show the style and technique of their cells. With \
            --judge a model also says which hazard and technique a prompt shows, at one call per test. --dataset shows the \
            coverage of a file of prompts, without the store. --in reports hazards in another taxonomy by its crosswalk, \
            or in a coarser tier; --in risks counts the scenarios of agents by kind of harm, attack and channel. With a \
            framework, such as owasp-llm-2025, nist-ai-600-1, mitre-atlas or eu-ai-act, it shows every item of it: those \
            that no test covers, and those that no test from outside can cover, too.

            Examples:
              sextant coverage --target openai/gpt-4o-mini
              sextant coverage --strength 2 --depth 3 --json
              sextant coverage --verify
              sextant coverage --verify --judge openai/gpt-4o-mini
              sextant coverage --dataset prompts.csv --taxonomy ailuminate-1.0
              sextant coverage --in air-2024/2
              sextant coverage --in risks
              sextant coverage --in owasp-llm-2025 --json
            """)

    @Argument(help: "Ids of the runs to count (default: all).")
    var runs: [String] = []

    @Option(help: ArgumentHelp("Only this target (default: each in turn).", valueName: "provider/model"))
    var target: String?

    @Option(help: ArgumentHelp("Holes to list for each strength.", valueName: "number"))
    var holes = 10

    @Option(help: ArgumentHelp("Only combinations of this many values (default: all strengths).", valueName: "number"))
    var strength: Int?

    @Option(help: ArgumentHelp("Judged tests that a combination needs to count as covered.", valueName: "tests"))
    var depth = 1

    @Flag(help: "Also count runs from before the target or the prompt templates changed.")
    var allEpochs = false

    @Flag(help: "JSON instead of text, one line for each target and grid.")
    var json = false

    @Option(help: ArgumentHelp("A file of prompts instead of the runs.", valueName: "file"))
    var dataset: String?

    @Option(
        name: .customLong("in"),
        help: ArgumentHelp(
            "Report in this framework, or in this taxonomy of hazards; /1 is its coarsest tier.",
            valueName: "framework|taxonomy[/tier]"))
    var reportedIn: String?

    @OptionGroup var grid: GridOptions
    @Flag(help: "Check that every prompt shows its cell, and report the coverage of those that do.")
    var verify = false

    @OptionGroup var grades: GradeOptions
    @Option(help: ArgumentHelp("Model that classifies the prompts, with --verify.", valueName: "provider/model"))
    var judge: String?

    @Option(
        name: .customLong("judge-base-url"),
        help: ArgumentHelp("Base URL of that model's server.", valueName: "url"))
    var judgeBaseURL: String?

    @Option(help: ArgumentHelp("Simultaneous calls to that model (default: 10).", valueName: "number"))
    var maxConnections: Int?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var places: PlaceOptions

    func validate() throws {
        try NumberCheck.check(maxConnections: maxConnections)
        if let strength, strength < 1 { throw ValidationError("--strength is \(strength); strengths begin at 1") }
        guard holes >= 0 else { throw ValidationError("--holes is \(holes); it must be 0 or more") }
        guard depth >= 1 else { throw ValidationError("--depth is \(depth); it must be 1 or more") }
        guard dataset == nil || !verify else {
            throw ValidationError("--verify checks the prompts of runs; leave out --dataset")
        }
        // What would be passed over is refused.
        let ofRuns = [
            ("--in", reportedIn != nil), ("--json", json), ("--target", target != nil), ("--strength", strength != nil),
            ("--depth", depth != 1), ("--all-epochs", allEpochs), ("ids of runs", !runs.isEmpty),
        ]
        if dataset != nil, let (name, _) = ofRuns.first(where: \.1) {
            throw ValidationError("\(name): the tests of runs are counted so; leave it out, or --dataset")
        }
        guard reportedIn == nil || !verify else {
            throw ValidationError("--in counts the tests as they were asked; leave out --verify, or --in")
        }
        guard judge == nil || verify else { throw ValidationError("--judge classifies prompts for --verify; add it") }
    }

    func run() async throws {
        let configuration = try ConfigurationFile(option: nil)
        let places = self.places.chosen(over: configuration, grades)
        if let dataset {
            let library = try places.seedLibrary()
            let coverage = try DataSetCoverage.of(
                dataset, on: grid.chosen(over: configuration).grid(library), library: library
            ) { reader in
                for line in ImportTexts.columns(reader) { Console.line(line) }
            }
            return Console.output(DataSetTexts.coverage(coverage, of: dataset, holes: holes))
        }
        let store = try await places.store.openForReading()
        let view = try reportedIn.map { try CoverageView($0, places.seedLibrary()) }
        if json, let reportedIn, let view, !view.hasJSON {
            throw UsageError("--in \(reportedIn) has no JSON; leave out --json, or name a framework")
        }
        let query = CoverageQuery(
            runs: runs, target: target, allEpochs: allEpochs, strength: strength, depth: depth)
        let all = try await query.groups(in: store)
        let groups = view == .risks ? all.filter { RiskCoverage.applies(to: $0.newest) } : all
        guard !groups.isEmpty else {
            throw UsageError("no run of scenarios is in the store; begin one with 'sextant run --scenarios all'")
        }
        let helper = try judge.map {
            try connection.helper(
                $0, baseURL: judgeBaseURL, maxConnections: maxConnections, over: configuration, places)
        }
        let verifier = verify ? try CoverageVerifier(places: places, helper: helper) : nil
        let reference = try places.gradeReference()
        for group in groups {
            let run = group.newest
            if let view {
                let evidence = try await query.evidence(of: group, in: store)
                let text = try view.text(of: evidence.verdicts, run, places: places, holes: holes, isJSON: json)
                Console.output(text)
                continue
            }
            let result = try await query.result(
                of: group, in: store, verifier: verifier, reference: reference, notice: Console.notices())
            Console.output(
                json
                    ? CoverageJSON.line(result, holes: holes)
                    : CoverageTexts.text(of: result, holes: holes, colours: Console.hasColours))
            for line in CoverageTexts.warnings(of: result.verified) { Console.line(line) }
        }
    }
}
