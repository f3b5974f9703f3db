import ArgumentParser
import Foundation
import Reporting
import Workflows

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

/// `sextant schedule install`
struct ScheduleInstallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Write the timer and start it.",
        discussion: "Example: sextant schedule install --at 22:00 --until 06:00 --dry-run")

    @Option(help: ArgumentHelp("Time at which a night starts, local time.", valueName: "HH:MM"))
    var at = "22:00"

    @Option(help: ArgumentHelp("Time after which it starts no further work, local time.", valueName: "HH:MM"))
    var until: String?

    @Option(help: ArgumentHelp("Configuration file.", valueName: "file"))
    var config = ConfigurationFile.defaultPath

    @Option(
        help: ArgumentHelp(
            "A key that systemd reads from a file and passes only to the night; may be repeated.",
            valueName: "VARIABLE=file"))
    var key: [String] = []

    @Flag(help: "Show what would be written, and write nothing.")
    var dryRun = false

    @OptionGroup var place: SchedulePlaceOptions

    func run() async throws {
        let schedule = try schedule()
        if place.cron { return try installCron(schedule) }
        let contents = [schedule.service, schedule.timer]
        guard !dryRun else {
            for (path, text) in zip(place.units, contents) { Console.output("# \(path)\n\(text)") }
            return
        }
        // The folders that a unit may write to must exist.
        for folder in schedule.writable {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        for (path, text) in zip(place.units, contents) { try ResultExporter.write(text, to: path) }
        do {
            try place.control(["daemon-reload"])
            try place.control(["enable", "--now", "\(NightSchedule.name).timer"])
        } catch {
            // Units that nobody starts would look like a schedule.
            for path in place.units { try? FileManager.default.removeItem(atPath: path) }
            throw error
        }
        Console.output("installed \(TerminalText.safe(place.units.joined(separator: " and ")))")
    }

    private func installCron(_ schedule: NightSchedule) throws {
        guard key.isEmpty else { throw UsageError("cron hands over no credentials; leave out --key, or --cron") }
        guard !dryRun else { return Console.output(schedule.crontabLine) }
        let table = try place.crontab()
        try place.replaceCrontab(with: NightSchedule.crontab(table, adding: schedule.crontabLine))
        Console.output("installed in the crontab: \(TerminalText.safe(schedule.crontabLine))")
    }

    private func schedule() throws -> NightSchedule {
        let file = try ConfigurationFile(option: config)
        let folder = FileManager.default.currentDirectoryPath
        let places = Places(try PlaceOptions.parse([]), file)
        let paths = [config, folder, until ?? ""] + key
        guard !paths.contains(where: { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }) else {
            throw UsageError("a path has a control character in it; nothing of that kind can stand in a unit")
        }
        if let until { _ = try NightlyConfiguration.time(until, option: "--until") }
        return NightSchedule(
            program: Self.program, configuration: Self.absolute(config, in: folder), folder: folder,
            at: try NightlyConfiguration.time(at, option: "--at"), until: until, keys: try keys(in: folder),
            writable: [places.output, places.coverage].map { Self.absolute($0, in: folder) },
            isSystem: place.system)
    }

    private func keys(in folder: String) throws -> [(variable: String, file: String)] {
        try key.map { text in
            let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, Credentials.isKey(sides[0]) else {
                throw UsageError("--key is '\(text.prefix { $0 != "=" })…'; write it like OPENAI_API_KEY=/path/to/file")
            }
            return (sides[0], Self.absolute(sides[1], in: folder))
        }
    }

    private static func absolute(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") ? path : "\(folder)/\(path)"
    }

    private static var program: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "sextant"
    }
}

/// `sextant schedule remove`
struct ScheduleRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Stop the timer and delete it.",
        discussion: "Example: sextant schedule remove")

    @Flag(help: "Show what would be deleted, and delete nothing.")
    var dryRun = false

    @OptionGroup var place: SchedulePlaceOptions

    func run() async throws {
        if place.cron {
            let table = try place.crontab()
            let rest = NightSchedule.crontab(table, adding: nil)
            guard rest != table else { return Console.output("nothing is scheduled in the crontab") }
            if !dryRun { try place.replaceCrontab(with: rest) }
            return Console.output(dryRun ? "would leave:\n\(rest)" : "removed from the crontab")
        }
        let there = place.units.filter(FileManager.default.fileExists(atPath:))
        guard !there.isEmpty else {
            return Console.output("nothing is scheduled in \(TerminalText.safe(place.folder))")
        }
        let list = TerminalText.safe(there.joined(separator: " and "))
        guard !dryRun else { return Console.output("would remove \(list)") }
        try place.control(["disable", "--now", "\(NightSchedule.name).timer"])
        for path in there { try FileManager.default.removeItem(atPath: path) }
        try place.control(["daemon-reload"])
        Console.output("removed \(list)")
    }
}

/// `sextant schedule status`
struct ScheduleStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether and when a night is scheduled.",
        discussion: "Example: sextant schedule status")

    @OptionGroup var place: SchedulePlaceOptions

    func run() async throws {
        if place.cron {
            let lines = try place.crontab().split(separator: "\n").filter { $0.hasSuffix("# \(NightSchedule.name)") }
            return Console.output(
                lines.isEmpty ? "nothing is scheduled in the crontab" : TerminalText.safe(String(lines[0])))
        }
        guard let timer = place.units.last, FileManager.default.fileExists(atPath: timer) else {
            return Console.output("nothing is scheduled in \(TerminalText.safe(place.folder))")
        }
        Console.output("scheduled by \(TerminalText.safe(timer))")
        guard place.unitFolder == nil else { return }
        let arguments =
            (place.system ? [] : ["--user"]) + ["list-timers", "--all", "--no-pager", "\(NightSchedule.name).timer"]
        if let result = try SystemCommand.run("systemctl", arguments), result.status == 0 {
            Console.output(TerminalText.wrapped(result.output, width: 80).joined(separator: "\n"))
        } else {
            Console.line("systemctl does not answer; the timer may not be running")
        }
    }
}
