import ArgumentParser
import Foundation
import Reporting
import Terminal
import Workflows

/// `sextant schedule remove`
struct ScheduleRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Stop the timer and delete it.",
        discussion: "Example: sextant schedule remove")

    @Flag(help: "Show what would be deleted, and delete nothing.")
    var dryRun = false

    @OptionGroup var place: SchedulePlaceOptions

    func run() async throws {
        let isCron = place.cron
        let place = place.place
        if isCron {
            let table = try place.crontab()
            let rest = NightSchedule.crontab(table, adding: nil)
            guard rest != table else { return Console.output("nothing is scheduled in the crontab") }
            if !dryRun { try place.replaceCrontab(with: rest) }
            return Console.output(dryRun ? "would leave:\n\(rest)" : "removed from the crontab")
        }
        let there = place.installed
        guard !there.isEmpty else {
            return Console.output("nothing is scheduled in \(TerminalText.safe(place.folder))")
        }
        let list = TerminalText.safe(there.joined(separator: " and "))
        guard !dryRun else { return Console.output("would remove \(list)") }
        try place.remove()
        Console.output("removed \(list)")
    }
}
