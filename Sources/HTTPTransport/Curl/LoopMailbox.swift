import Foundations
import Glibc

/// A transfer that someone waits for.
struct TransferJob: Sendable {
    let id: UInt64
    let host: String
    let request: HTTPRequest
    let continuation: CheckedContinuation<HTTPResponse, any Error>
}

/// The commands by which other threads speak to the loop's thread.
final class LoopMailbox: Sendable {
    enum Command: Sendable {
        case start(TransferJob)
        case cancel(UInt64)
    }

    private struct State: Sendable {
        var commands: [Command] = []
        var lastID: UInt64 = 0
        var stopped = false
    }

    private let state = Locked(State())
    /// The descriptor of the event that wakes the loop.
    private let wakeup: Int32

    /// - Parameter wakeup: an eventfd, open for as long as the loop takes commands
    init(wakeup: Int32) {
        self.wakeup = wakeup
    }

    func nextID() -> UInt64 {
        state.withLock {
            $0.lastID += 1
            return $0.lastID
        }
    }

    /// Hands the loop a command, or returns false if the loop has stopped.
    func post(_ command: Command) -> Bool {
        state.withLock { state in
            guard !state.stopped else { return false }
            state.commands.append(command)
            // The wakeup stays inside the lock, so that the descriptor cannot be closed between check and use.
            if state.commands.count == 1 { wake() }
            return true
        }
    }

    /// Tells the loop to end; it answers every waiting transfer first.
    func stop() {
        state.withLock { state in
            guard !state.stopped else { return }
            state.stopped = true
            wake()
        }
    }

    private func wake() {
        var one: UInt64 = 1
        write(wakeup, &one, MemoryLayout<UInt64>.size)
    }

    /// Takes all commands, leaving the emptied array's storage with the mailbox.
    func take(into commands: inout [Command]) -> Bool {
        commands.removeAll(keepingCapacity: true)
        return state.withLock { state in
            swap(&state.commands, &commands)
            return !state.stopped
        }
    }
}
