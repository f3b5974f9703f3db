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

    /// The folder that systemd reads units of this kind from.
    var folder: String {
        if let unitFolder { return unitFolder }
        if system { return "/etc/systemd/system" }
        let environment = ProcessInfo.processInfo.environment
        let home = environment["XDG_CONFIG_HOME"] ?? "\(environment["HOME"] ?? "~")/.config"
        return "\(home)/systemd/user"
    }

    var units: [String] { ["service", "timer"].map { "\(folder)/\(NightSchedule.name).\($0)" } }

    /// Runs `systemctl`, and says so when it can't.
    func control(_ arguments: [String]) throws {
        // A folder of one's own is none that systemd reads.
        guard unitFolder == nil else { return }
        let result = try SystemCommand.run("systemctl", (system ? [] : ["--user"]) + arguments)
        guard let result, result.status == 0 else {
            throw UsageError(
                "'systemctl \(arguments.joined(separator: " "))' failed; is systemd running here? --cron uses cron instead"
            )
        }
    }

    /// The user's crontab; empty when there is none.
    func crontab() throws -> String {
        guard let result = try SystemCommand.run("crontab", ["-l"]) else {
            throw UsageError("there is no crontab program; install cron, or leave out --cron")
        }
        return result.status == 0 ? result.output : ""
    }

    /// Replaces it.
    func replaceCrontab(with text: String) throws {
        guard try SystemCommand.run("crontab", ["-"], input: text)?.status == 0 else {
            throw UsageError("crontab did not take the new table")
        }
    }
}
