import Foundation
import Reporting

/// Results go to standard output; all else goes to standard error.
enum Console {
    /// Whether standard error is a terminal that redraws a line.
    static let isInteractive = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
    /// Whether results on standard output may have colours: a terminal, and `NO_COLOR` unset (no-color.org).
    static let hasColours =
        isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
        && environment["TERM"] != "dumb"

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// A result, on standard output.
    static func output(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// A line for people, on standard error.
    static func line(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// The message of a failed command, on one line, free of control characters.
    static func error(_ message: String) {
        line("sextant: \(TerminalText.safe(message))")
    }

    /// Writes to standard error as it is, to redraw a line.
    static func raw(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
