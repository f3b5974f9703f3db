import ArgumentParser
import Foundation

/// `sextant schedule`
struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Start a night at a fixed time, by a systemd timer or by cron.",
        discussion: """
            Examples:
              sextant schedule install --at 22:00 --until 06:00 --dry-run
              sextant schedule install --at 22:00 --key OPENAI_API_KEY=/home/me/.keys/openai
              sextant schedule status
            """,
        subcommands: [ScheduleInstallCommand.self, ScheduleRemoveCommand.self, ScheduleStatusCommand.self])
}
