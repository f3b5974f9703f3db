import ArgumentParser
import Foundation
import Reporting
import Workflows

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
