import Foundation
import Reporting

/// Where systemd or cron keeps the schedule of a night.
package struct SchedulePlace: Sendable {
    private let isSystem: Bool
    private let unitFolder: String?

    /// A place.
    ///
    /// - Parameters:
    ///   - isSystem: whether units are the system's and not the user's
    ///   - unitFolder: a folder of one's own, which systemd does not read; nil for the one that it reads
    package init(isSystem: Bool, unitFolder: String?) {
        self.isSystem = isSystem
        self.unitFolder = unitFolder
    }

    /// Writes the units and starts the timer.
    ///
    /// - Throws: ``UsageError`` when systemd does not take them; ``ReportError`` when they can't be written.
    package func install(_ schedule: NightSchedule) throws {
        // The folders that a unit may write to must exist.
        for folder in schedule.writable {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        for (path, text) in zip(units, [schedule.service, schedule.timer]) { try ResultExporter.write(text, to: path) }
        do {
            try control(["daemon-reload"])
            try control(["enable", "--now", "\(NightSchedule.name).timer"])
        } catch {
            // Units that nobody starts would look like a schedule.
            for path in units { try? FileManager.default.removeItem(atPath: path) }
            throw error
        }
    }

    /// The units that are there.
    package var installed: [String] { units.filter(FileManager.default.fileExists(atPath:)) }

    /// Stops the timer and deletes the units.
    ///
    /// - Throws: ``UsageError`` when systemd does not stop it; an error of the file system.
    package func remove() throws {
        let there = installed
        try control(["disable", "--now", "\(NightSchedule.name).timer"])
        for path in there { try FileManager.default.removeItem(atPath: path) }
        try control(["daemon-reload"])
    }

    /// What systemd says of the timer; nil when it does not answer.
    package func timers() throws -> String? {
        let arguments =
            (isSystem ? [] : ["--user"]) + ["list-timers", "--all", "--no-pager", "\(NightSchedule.name).timer"]
        guard let result = try SystemCommand.run("systemctl", arguments), result.status == 0 else { return nil }
        return result.output
    }

    /// The folder that systemd reads units of this kind from.
    package var folder: String {
        if let unitFolder { return unitFolder }
        if isSystem { return "/etc/systemd/system" }
        let environment = ProcessInfo.processInfo.environment
        let home = environment["XDG_CONFIG_HOME"] ?? "\(environment["HOME"] ?? "~")/.config"
        return "\(home)/systemd/user"
    }

    /// The paths of the units: the service, then the timer.
    package var units: [String] { ["service", "timer"].map { "\(folder)/\(NightSchedule.name).\($0)" } }

    /// Runs `systemctl`, and says so when it can't.
    private func control(_ arguments: [String]) throws {
        // systemd does not read a folder that --unit-folder names, so it has nothing to control there.
        guard unitFolder == nil else { return }
        let result = try SystemCommand.run("systemctl", (isSystem ? [] : ["--user"]) + arguments)
        guard let result, result.status == 0 else {
            throw UsageError(
                "'systemctl \(arguments.joined(separator: " "))' failed; is systemd running here? --cron uses cron instead"
            )
        }
    }

    /// The user's crontab; empty when there is none.
    package func crontab() throws -> String {
        guard let result = try SystemCommand.run("crontab", ["-l"]) else {
            throw UsageError("there is no crontab program; install cron, or leave out --cron")
        }
        return result.status == 0 ? result.output : ""
    }

    /// Replaces the user's crontab.
    package func replaceCrontab(with text: String) throws {
        guard try SystemCommand.run("crontab", ["-"], input: text)?.status == 0 else {
            throw UsageError("crontab did not take the new table")
        }
    }
}
