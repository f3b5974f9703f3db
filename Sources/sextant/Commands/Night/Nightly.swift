import ArgumentParser
import Reporting
import Settings
import Storage
import Terminal
import Workflows

/// `sextant nightly`
struct NightlyCommand: RunOptionsCommand {
    static let configuration = CommandConfiguration(
        commandName: "nightly",
        abstract: "Test a target once a night, and report what got worse.",
        discussion: """
            Fetches news for the prompts, tests the open findings of the last night again (fixed, still there, flaky), \
            spends the budget until --until, compares with the last night and a baseline, writes report, results and \
            nightly.json, and deletes old nights. The exit code is 1 when the gate fails; a night without a gate fails on \
            a certain rise since the last night. Only one night at a time can use a store. The next start finishes a night \
            that was killed.

            Examples:
              sextant nightly --config sextant.yaml --until 06:00
              sextant nightly --budget 2000 --max-cost 5 --baseline 20260131-221500-3fa9
              sextant schedule install --at 22:00 --until 06:00

            Exit codes: 0 done, 1 the gate failed, 2 usage, 3 a dependency failed, 130 interrupted.
            """)

    @OptionGroup(title: "Night") var nightly: NightlyOptions

    func run(with options: RunOptions<Self>) async throws {
        let file = try ConfigurationFile(option: options.config)
        let configuration = try await RunConfiguration(options).withOwnHazards(notice: Console.notices())
        guard configuration.targets.isEmpty else {
            throw UsageError(
                "a night tests one target with one variant, and several were named; name one with --target or --variant, or use "
                    + "'sextant run'")
        }
        let settings = try NightlyConfiguration(nightly.settings, over: file.nightly)
        let preparation = try await RunPreparation(
            configuration, items: configuration.items(), configs: configuration.configs())
        if configuration.places.store.isMissing { try preparation.checkStages() }
        let (store, pages) = try await configuration.places.store.openForNight()
        let verbosity = options.verbosity
        let outcome = try await NightSession(
            configuration, settings, preparation: preparation, store: store, pages: pages,
            fetching: RetrieveRequest(file, places: configuration.places, version: SextantVersion.current),
            isVerbose: verbosity.verbose,
            attendant: verbosity.chosen.attendant,
            written: { Self.say($0, verbosity.chosen) }
        ).execute()
        switch outcome {
        case .interrupted: throw ExitStatus.interrupted
        case .done(passed: false): throw ExitStatus.gate
        case .done: break
        }
    }

    private static func say(_ night: NightResult, _ verbosity: Verbosity) {
        let export = night.export
        verbosity.give(
            text: { hasColours in
                let closing = RunTexts.closing(
                    export.analysis, reportFile: export.reportFile, coverageFile: export.coverageFile,
                    colours: hasColours)
                return ([closing] + night.file.lines).joined(separator: "\n")
            }, json: { night.file.oneLine })
    }
}
