import CCurl

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

    /// The multi handle as others may use it: for `curl_multi_wakeup` alone.
    struct Waker: @unchecked Sendable {
        // Unchecked because libcurl documents `curl_multi_wakeup` as callable from any thread.
        let multi: UnsafeMutableRawPointer
    }

    private struct State: Sendable {
        var waker: Waker
        var commands: [Command] = []
        var lastID: UInt64 = 0
        var stopped = false
    }

    private let state: Locked<State>

    init(waker: Waker) {
        state = Locked(State(waker: waker))
    }

    func nextID() -> UInt64 {
        state.withLock {
            $0.lastID += 1
            return $0.lastID
        }
    }

    /// Hands the loop a command, or answers false if the loop has stopped.
    func post(_ command: Command) -> Bool {
        state.withLock { state in
            guard !state.stopped else { return false }
            state.commands.append(command)
            // The wakeup stays inside the lock, so that the handle cannot be freed between check and use.
            if state.commands.count == 1 { curl_multi_wakeup(state.waker.multi) }
            return true
        }
    }

    /// Tells the loop to end; it answers every waiting transfer first.
    func stop() {
        state.withLock { state in
            guard !state.stopped else { return }
            state.stopped = true
            curl_multi_wakeup(state.waker.multi)
        }
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
