import Dispatch
import Foundation
import Pipeline

/// Turns the first SIGINT or SIGTERM into a request to stop, and ends the process at the second.
final class InterruptTrap {
    private let sources: [any DispatchSourceSignal]

    /// Begins to listen; stops with the last reference.
    init(stop: StopSignal) {
        let count = InterruptCount()
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                Task {
                    guard await count.increment() == 1 else { _exit(ExitStatus.interrupted.rawValue) }
                    Console.line("\nstopping: what is in flight is finished; once more to stop at once")
                    await stop.raise()
                }
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }

    /// Runs `body` until it ends by itself, or is cancelled by the first SIGINT or SIGTERM.
    static func untilRaised(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let stop = StopSignal()
        let trap = InterruptTrap(stop: stop)
        defer { withExtendedLifetime(trap) {} }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(operation: body)
            group.addTask { await stop.untilRaised() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

private actor InterruptCount {
    private var value = 0

    func increment() -> Int {
        value += 1
        return value
    }
}
