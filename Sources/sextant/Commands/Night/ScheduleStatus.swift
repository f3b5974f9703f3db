import ArgumentParser
import Foundation
import Reporting
import Terminal
import Workflows

/// `sextant schedule status`
struct ScheduleStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether and when a night is scheduled.",
        discussion: "Example: sextant schedule status")

    @OptionGroup var place: SchedulePlaceOptions

    func run() async throws {
        let (isCron, isOwn) = (place.cron, place.unitFolder != nil)
        let place = place.place
        if isCron {
            let lines = try place.crontab().split(separator: "\n").filter { $0.hasSuffix("# \(NightSchedule.name)") }
            return Console.output(
                lines.isEmpty ? "nothing is scheduled in the crontab" : TerminalText.safe(String(lines[0])))
        }
        guard let timer = place.units.last, FileManager.default.fileExists(atPath: timer) else {
            return Console.output("nothing is scheduled in \(TerminalText.safe(place.folder))")
        }
        Console.output("scheduled by \(TerminalText.safe(timer))")
        guard !isOwn else { return }
        if let timers = try place.timers() {
            Console.output(TerminalText.wrapped(timers, width: 80).joined(separator: "\n"))
        } else {
            Console.line("systemctl does not answer; the timer may not be running")
        }
    }
}
