import ArgumentParser
import Records
import Reporting
import Storage
import Terminal
import Workflows

/// `sextant run`
struct RunCommand: RunOptionsCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Spend a budget of tests on a target.",
        discussion: """
            Every cell of the grid is tested first, in an order that covers all pairs of values early. Then most tests go \
            where unsafe verdicts are likely, and a share stays uniform. Earlier runs of the same target and grid count as \
            a discounted start. Every step is stored at once, so that 'sextant resume' continues a run that was killed.

            Examples:
              sextant run --budget 1260
              sextant run --target openai/gpt-4o-mini --judge openai/gpt-4o --hazards privacy_violation,self_harm
              sextant run --target openai/gpt-4o --target openai/gpt-4o-mini --budget 420
              sextant run --budget 5000 --stop-when "new<=0.05 in 100"
              sextant run --close-holes 2
              sextant run --target openai/local --target-base-url http://127.0.0.1:8000/v1
              sextant run --items labsafety --target openai/gpt-4o-mini --shots 3
              sextant run --target openai/gpt-4o-mini --generator ollama/qwen2.5:14b --variant rag+fs
            """)

    @Flag(help: "Plan and write prompts, and leave executing to 'sextant worker'; needs --store postgresql://….")
    var planOnly = false

    func run(with options: RunOptions<Self>) async throws {
        let configuration = try await RunConfiguration(options).withOwnHazards(notice: Console.notices())
        if planOnly, !configuration.targets.isEmpty || configuration.request.connection.batch?.isEmpty == false {
            throw UsageError("--plan-only is for one target, asked call by call; leave out other targets and --batch")
        }
        let (items, configs) = (try await configuration.items(), try await configuration.configs())
        let prepare: @Sendable () throws -> RunPreparation = {
            try RunPreparation(configuration, items: items, configs: configs, readsSeeds: true)
        }
        guard configuration.targets.isEmpty else {
            return try await league(configuration, prepare, options.verbosity)
        }
        // Names and keys are checked before the store has a run that could never start.
        let begun = try await configuration.places.store.begin(preparing: prepare) { preparation, store, pages in
            try await preparation.run(in: store, notice: Console.notices()).map { run in
                let session = try RunSession(
                    run, store: store, pages: pages, places: configuration.places,
                    seeds: preparation.seeds, applications: configuration.applications,
                    isVerbose: options.verbosity.verbose, isVerifying: run.request.oracle.verify == true,
                    isPlanOnly: planOnly, webhook: configuration.webhook,
                    attendant: options.verbosity.chosen.attendant)
                return (preparation: preparation, store: store, run: run, session: session)
            }
        }
        guard let (preparation, store, run, session) = begun else { return Self.noHole() }
        try await store.create(run)
        try await preparation.recordEarlyCalls(of: run, in: store)
        try await AuditTrail.add("run", run, to: store)
        if !options.verbosity.quiet, let line = RunTexts.coarseOracle(run) { Console.line(line) }
        try await RunClosing(session: session, places: configuration.places, verbosity: options.verbosity.chosen)
            .execute()
    }

    private func league(
        _ configuration: RunConfiguration, _ prepare: @Sendable () throws -> RunPreparation,
        _ verbosity: VerbosityOptions
    ) async throws {
        let begun = try await configuration.places.store.begin(preparing: prepare) { preparation, store, pages in
            try await preparation.league(in: store, notice: Console.notices()).map { runs in
                let session = try LeagueSession(
                    runs, store: store, pages: pages, places: configuration.places,
                    seeds: preparation.seeds, applications: configuration.applications, isVerbose: verbosity.verbose,
                    isVerifying: configuration.request.oracle.verify == true,
                    webhook: configuration.webhook, attendant: verbosity.chosen.attendant)
                return (preparation: preparation, store: store, runs: runs, session: session)
            }
        }
        guard let (preparation, store, runs, session) = begun else { return Self.noHole() }
        try await store.create(runs)
        for run in runs { try await AuditTrail.add("run", run, to: store) }
        try await preparation.recordEarlyCalls(of: runs[0], in: store)
        if !verbosity.quiet, let line = runs.lazy.compactMap(RunTexts.coarseOracle).first { Console.line(line) }
        try await LeagueClosing(session: session, places: configuration.places, verbosity: verbosity.chosen)
            .execute()
    }

    private static func noHole() { Console.output("no coverage hole of that strength is left; nothing was run") }
}
