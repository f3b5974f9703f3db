import ArgumentParser
import Foundation
import Terminal
import Workflows

/// Parses the arguments, runs the command, and turns an error into one message and an exit code.
@main
enum Main {
    static func main() async {
        Allocation.keepSmall()
        Credentials.load()
        do {
            var command = try Sextant.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(report(error))
        }
    }

    private static func report(_ error: any Error) -> Int32 {
        if let status = error as? ExitStatus { return status.rawValue }
        if let known = ExitStatus(for: error) {
            Console.error("\(error)")
            return known.rawValue
        }
        let parserCode = Sextant.exitCode(for: error)
        let message = Sextant.fullMessage(for: error)
        if parserCode.isSuccess {
            Console.output(message)
            return ExitStatus.done.rawValue
        }
        var lines = message.split(separator: "\n", omittingEmptySubsequences: false)
        if let suggestion = CommandSuggestion.text(for: Array(CommandLine.arguments.dropFirst())) {
            lines[0] = suggestion[...]
        }
        Console.line(lines.joined(separator: "\n"))
        return ExitStatus.usage.rawValue
    }
}
