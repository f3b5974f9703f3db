import Foundations

/// Asks a run to stop: work in flight is finished, nothing new is begun, and the run can be resumed.
package actor StopSignal {
    /// Whether to begin nothing new.
    package nonisolated var isRaised: Bool { raised.isOpen }
    /// The fault that raised it; nil when a person did.
    package private(set) var fault: (any Error)?

    /// Whether nobody may wait for what is under way: the time is over, or the money.
    package var isFinal: Bool { isOutOfTime || fault is BudgetExhausted }

    private var isOutOfTime = false
    private let raised = Latch()

    /// Not raised.
    package init() {}

    /// Raises the signal: the user wants to stop.
    package func raise() { raised.open() }

    /// Raises the signal because the time is over.
    package func raiseOutOfTime() {
        isOutOfTime = true
        raise()
    }

    /// Raises the signal because the run can't go on; the first fault counts.
    package func raise(for fault: any Error) {
        if self.fault == nil { self.fault = fault }
        raise()
    }

    /// Waits until the signal is raised, or the task is cancelled.
    package nonisolated func untilRaised() async { await raised.wait() }

    /// Stops the parts when the whole is to stop, and the whole when no part goes on, until cancelled.
    static func link(_ parts: [StopSignal], to whole: StopSignal) async {
        await withDiscardingTaskGroup { group in
            for part in parts where part !== whole {
                group.addTask {
                    await whole.untilRaised()
                    if whole.isRaised { await part.raise() }
                }
                group.addTask {
                    await part.untilRaised()
                    if parts.allSatisfy(\.isRaised) { await whole.raise() }
                }
            }
        }
    }

    /// Runs `body`, and `action` beside it once the signal is raised.
    package nonisolated func watched<Value: Sendable>(
        onRaise action: @escaping @Sendable () async -> Void, _ body: () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.untilRaised()
                if self.isRaised { await action() }
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}
