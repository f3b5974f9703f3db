import Foundation
import Reporting
import Workflows

/// Results go to standard output; all else goes to standard error.
package enum Console {
    /// Whether standard error is a terminal that redraws a line.
    static let isInteractive = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
    /// Whether results on standard output may have colours: a terminal, and `NO_COLOR` unset (no-color.org).
    package static let hasColours =
        isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
        && environment["TERM"] != "dumb"

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// A result, on standard output.
    package static func output(_ text: String) {
        output(bytes: Data((text + "\n").utf8))
    }

    /// Writes a result unchanged to standard output. When standard output accepts no more, as on a full disk, the
    /// process ends here: the result can't be given, and everything in the store is safe. A run that was stopped with
    /// its terminal can be resumed.
    package static func output(bytes: Data) {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            line("sextant: standard output can't be written; is the disk full, or what reads it gone?")
            exit((InterruptTrap.wasRaised ? ExitStatus.interrupted : .dependency).rawValue)
        }
    }

    /// A line for people, on standard error.
    package static func line(_ text: String) {
        raw(text + "\n")
    }

    /// Says the notices of a use case on standard error, warnings alone when `isQuiet`.
    package static func notices(isQuiet: Bool = false) -> NoticeSink {
        { say($0, isQuiet: isQuiet) }
    }

    /// Says a notice on standard error; `isQuiet` leaves out progress.
    static func say(_ notice: Notice, isQuiet: Bool) {
        switch notice {
        case .progress(let text): if !isQuiet { above(text) }
        case .warning(let text): above(text)
        }
    }

    /// A line for people above the line that shows progress.
    private static func above(_ text: String) {
        raw(isInteractive ? "\r\u{1B}[K\(text)\n" : "\(text)\n")
    }

    /// The message of a failed command, on one line, free of control characters.
    package static func error(_ message: String) {
        line("sextant: \(TerminalText.safe(message))")
    }

    /// Writes to standard error as it is, to redraw a line. A message that can't be told is no reason to stop.
    package static func raw(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
