import ArgumentParser
import Foundation
import Reporting
import Settings
import Terminal
import Workflows

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
        let place = place.place
        guard !dryRun else {
            for (path, text) in zip(place.units, [schedule.service, schedule.timer]) {
                Console.output("# \(path)\n\(text)")
            }
            return
        }
        try place.install(schedule)
        Console.output("installed \(TerminalText.safe(place.units.joined(separator: " and ")))")
    }

    private func installCron(_ schedule: NightSchedule) throws {
        guard key.isEmpty else { throw UsageError("cron hands over no credentials; leave out --key, or --cron") }
        guard !dryRun else { return Console.output(schedule.crontabLine) }
        let table = try place.place.crontab()
        try place.place.replaceCrontab(with: NightSchedule.crontab(table, adding: schedule.crontabLine))
        Console.output("installed in the crontab: \(TerminalText.safe(schedule.crontabLine))")
    }

    private func schedule() throws -> NightSchedule {
        let file = try ConfigurationFile(option: config)
        let folder = FileManager.default.currentDirectoryPath
        let places = Places(file)
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
