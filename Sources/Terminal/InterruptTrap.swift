import ChatModels
import Dispatch
import Foundation
import Foundations
import Pipeline

/// Turns the first SIGINT, SIGTERM or SIGHUP into a request to stop, and ends the process at the second, with the processes
/// that targets run in and the sessions of applications; at the third without these.
package final class InterruptTrap {
    /// A signal that was ignored when the program began stays so: `nohup` keeps a run going when its terminal is closed.
    private static let numbers = [SIGINT, SIGTERM, SIGHUP].filter { $0 != SIGHUP || SignalAction(at: $0) != .ignored }
    private static let raised = Locked(false)
    /// How long the sessions of applications are ended for at the second signal.
    private static let longestEnd = Duration.seconds(5)

    /// Whether a signal asked to stop: the terminal may be gone with it.
    static var wasRaised: Bool { raised.withLock { $0 } }

    private let sources: [any DispatchSourceSignal]

    /// Begins to listen; stops with the last reference.
    init(stop: StopSignal) {
        let count = InterruptCount()
        sources = Self.numbers.map { number in
            SignalListener.listen(to: number) {
                Self.raised.withLock { $0 = true }
                Task {
                    let number = await count.increment()
                    guard number == 1 else { await Self.end(leavingSessions: number > 2) }
                    Console.line("\nstopping: what is in flight is finished; once more to stop at once")
                    await stop.raise()
                }
            }
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }

    private static func end(leavingSessions: Bool) async -> Never {
        let open = leavingSessions ? 0 : OpenSessions.all.count
        if open > 0 {
            let sessions = open == 1 ? "1 open session" : "\(open) open sessions"
            Console.line("ending \(sessions) of the application; once more to leave them")
            await OpenSessions.all.endAll(within: longestEnd)
        }
        ProcessGroups.endAll()
        _exit(ExitStatus.interrupted.rawValue)
    }

    /// Runs `body` until it ends by itself, or is cancelled by the first signal.
    ///
    /// - Throws: the error of `body`.
    package static func untilRaised(_ body: @escaping @Sendable () async throws -> Void) async throws {
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
