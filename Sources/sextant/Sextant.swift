import ArgumentParser
import Settings

/// The command line.
struct Sextant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sextant",
        abstract: "Finds where a language model is unsafe, and says how certain that is.",
        discussion: """
            Sextant writes test prompts for every cell of a grid (hazard x writing style x persuasion \
            technique), sends them to a target model, labels the responses, and puts the next tests where they teach \
            most. With nothing configured it runs offline against a simulated target.

            Example: sextant run --target openai/gpt-4o-mini --judge openai/gpt-4o --budget 1260

            Exit codes: 0 done, 1 the gate failed, 2 usage or configuration, 3 a dependency failed, \
            130 interrupted and resumable.
            """,
        version: SextantVersion.current,
        groupedSubcommands: [
            CommandGroup(
                name: "Runs",
                subcommands: [
                    RunOptions<RunCommand>.self, ResumeCommand.self, WorkerCommand.self,
                    RunOptions<NightlyCommand>.self, ScheduleCommand.self, RunsCommand.self, ShowCommand.self,
                ]),
            CommandGroup(
                name: "Pages", subcommands: [RetrieveCommand.self, PassagesCommand.self, ExtractCommand.self]),
            CommandGroup(
                name: "Data sets",
                subcommands: [
                    ImportCommand.self, DataSetsCommand.self, ExpandCommand.self, ExportCommand.self,
                    HazardCommand.self,
                ]),
            CommandGroup(
                name: "Oracles", subcommands: [JudgeCommand.self, ReviewCommand.self, OracleCommand.self]),
            CommandGroup(
                name: "Results",
                subcommands: [
                    CoverageCommand.self, CompareCommand.self, LeagueCommand.self, ReportCommand.self,
                    ServeCommand.self,
                ]),
            CommandGroup(name: "Images", subcommands: [FairnessCommand.self]),
            CommandGroup(name: "Agents", subcommands: [EnvironmentCommand.self]),
            CommandGroup(
                name: "Tools",
                subcommands: [SimulateCommand.self, RunOptions<DoctorCommand>.self, VersionCommand.self]),
        ])
}
