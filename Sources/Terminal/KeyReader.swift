import Dispatch
import Foundation
import Foundations

/// Reads a person's keys: single keys on a terminal, the first letter of each line from a pipe.
///
/// A terminal is put into a mode without echo and without waiting for the end of a line. It is put back when the reader
/// goes, and by the signals that end a program.
package final class KeyReader {
    /// A key, or the end of the input.
    enum Key: Equatable {
        /// The key's character, in lower case; a line is its first word.
        case word(String)
        /// Nothing more comes.
        case end
    }

    private let terminal: TerminalMode?

    /// Takes the standard input over.
    package init() {
        terminal = isatty(STDIN_FILENO) == 1 ? TerminalMode() : nil
    }

    /// Whether single keys are read.
    var isTerminal: Bool { terminal != nil }

    /// Waits for the next key.
    func next() -> Key {
        terminal == nil ? nextLine() : nextKey()
    }

    private func nextLine() -> Key {
        guard let line = readLine() else { return .end }
        return .word(String(line.prefix(20)).trimmed.lowercased())
    }

    private func nextKey() -> Key {
        var byte: UInt8 = 0
        while true {
            let count = read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR { continue }
            // Without a line mode Ctrl-D is a character like any other.
            guard count == 1, byte != 4 else { return .end }
            return .word(String(UnicodeScalar(byte)).lowercased())
        }
    }
}

/// A terminal that gives single keys, for as long as this lives.
private final class TerminalMode {
    private let saved: termios
    private let sources: [any DispatchSourceSignal]

    /// Changes the mode; nil when the terminal can't be asked for its own.
    init?() {
        var mode = termios()
        guard tcgetattr(STDIN_FILENO, &mode) == 0 else { return nil }
        let saved = mode
        self.saved = saved
        mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
        sources = [SIGINT, SIGTERM, SIGHUP, SIGQUIT].map { number in
            // The default action would end the process before the mode is put back.
            SignalListener.listen(to: number) {
                Self.restore(saved)
                _exit(ExitStatus.interrupted.rawValue)
            }
        }
        tcsetattr(STDIN_FILENO, TCSANOW, &mode)
    }

    deinit {
        Self.restore(saved)
        for source in sources { source.cancel() }
    }

    private static func restore(_ mode: termios) {
        var mode = mode
        tcsetattr(STDIN_FILENO, TCSANOW, &mode)
    }
}
