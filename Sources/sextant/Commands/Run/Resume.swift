import ArgumentParser
import Records
import Settings
import Storage
import Terminal
import Workflows

/// `sextant resume`
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Continue a run that was interrupted or killed.",
        discussion: """
            Responses that were paid for are kept; tests that failed for a temporary reason are tried again. Without an id \
            the newest unfinished run continues, with the other targets of its league. A run that stopped at a cap needs a higher cap to continue.

            Examples:
              sextant resume 20260131-221500-3fa9
              sextant resume --max-cost 25
            """)

    @Argument(help: "Id of the run (default: the newest unfinished one).")
    var run: String?

    @Option(help: ArgumentHelp("Configuration file (default: sextant.yaml, when there is one).", valueName: "file"))
    var config: String?

    @OptionGroup var caps: CapOptions
    @OptionGroup var capsEach: EachCapOptions
    @OptionGroup var places: PlaceOptions
    @Flag(
        help:
            "Check that every prompt shows the style and technique of its cell, and report the coverage of those that do."
    )
    var verify = false

    @Flag(help: "Plan and write prompts, and leave executing to 'sextant worker'; needs --store postgresql://….")
    var planOnly = false

    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let file = try ConfigurationFile(option: config)
        let places = self.places.chosen(over: file)
        let (store, pages) = try await places.store.openWithPages(create: false)
        var run = try await chosen(in: store)
        guard run.request.league == nil else {
            return try await resume(LeagueRuns.of(run, in: store), in: store, pages, file)
        }
        guard !capsEach.isSet else {
            throw UsageError("the run has one target; use --max-cost or --max-tokens")
        }
        try RunEpoch.tellOfChange(in: run, applications: file.applications, places: places, notice: Console.notices())
        let begun = run
        caps.apply(to: &run.request.limits)
        try Setting.check(run.request)
        run = UsableCalibration.resumed(
            run,
            fingerprint: try OracleAssembly(
                request: run.request, places: places, seeds: try places.seedFolder()
            ).fingerprint(), notice: Console.notices())
        // Models and prices are checked before a setting is kept that could never hold.
        let session = try RunSession(
            run, store: store, pages: pages, places: places, applications: file.applications,
            isVerbose: verbosity.verbose,
            isVerifying: verify || run.request.oracle.verify == true, isPlanOnly: planOnly,
            webhook: try file.chosenWebhook(),
            attendant: verbosity.chosen.attendant)
        if run != begun { try await store.update(settingsOf: run) }
        try await AuditTrail.add("resume", run, to: store)
        try await RunClosing(session: session, places: places, verbosity: verbosity.chosen).execute()
    }

    private func resume(
        _ league: [RunRecord], in store: any Store, _ pages: any PageStore, _ file: ConfigurationFile
    ) async throws {
        guard !planOnly else { throw UsageError("--plan-only is for one target, and the run is one of a league") }
        let places = self.places.chosen(over: file)
        var runs: [RunRecord] = []
        for var run in league {
            try RunEpoch.tellOfChange(
                in: run, applications: file.applications, places: places, notice: Console.notices())
            caps.apply(toLeague: &run)
            capsEach.apply(to: &run.request.limits)
            try Setting.check(run.request)
            runs.append(
                UsableCalibration.resumed(
                    run,
                    fingerprint: try OracleAssembly(
                        request: run.request, places: places, seeds: try places.seedFolder()
                    ).fingerprint(), notice: Console.notices()))
        }
        let session = try LeagueSession(
            runs, store: store, pages: pages, places: places, applications: file.applications,
            isVerbose: verbosity.verbose,
            isVerifying: verify || runs[0].request.oracle.verify == true, webhook: try file.chosenWebhook(),
            attendant: verbosity.chosen.attendant)
        for (run, begun) in zip(runs, league) {
            if run != begun { try await store.update(settingsOf: run) }
            try await AuditTrail.add("resume", run, to: store)
        }
        try await LeagueClosing(session: session, places: places, verbosity: verbosity.chosen).execute()
    }

    private func chosen(in store: any Store) async throws -> RunRecord {
        if let run { return try await store.run(run) }
        guard let newest = try await store.runs().first(where: { $0.state == .unfinished }) else {
            throw UsageError("no unfinished run in the store; give a run id ('sextant runs' lists them)")
        }
        return newest
    }
}
