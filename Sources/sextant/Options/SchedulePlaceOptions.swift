import ArgumentParser
import Foundation
import Workflows

/// Where a schedule is.
struct SchedulePlaceOptions: ParsableArguments {
    @Flag(help: "Use units of the system instead of units of the user.")
    var system = false

    @Flag(help: "Use a line in the user's crontab instead of units.")
    var cron = false

    @Option(help: ArgumentHelp("Folder of the units (default: the one that systemd reads).", valueName: "dir"))
    var unitFolder: String?

    func validate() throws {
        if system, cron { throw ValidationError("choose --system or --cron, not both") }
    }

    /// The schedule's place.
    var place: SchedulePlace { SchedulePlace(isSystem: system, unitFolder: unitFolder) }
}
