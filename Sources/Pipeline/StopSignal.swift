/// Asks a run to stop: what is in flight is finished, nothing new is begun, and the run can be resumed.
package actor StopSignal {
    /// Whether to begin nothing new.
    package private(set) var isRaised = false
    /// The fault that raised it; nil when a person did.
    package private(set) var fault: (any Error)?

    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private var lastID = 0

    /// Not raised.
    package init() {}

    /// Raises the signal: the user wants to stop.
    package func raise() {
        isRaised = true
        for continuation in waiting.values { continuation.resume() }
        waiting = [:]
    }

    /// Raises the signal because the run can't go on; the first fault counts.
    package func raise(for fault: any Error) {
        if self.fault == nil { self.fault = fault }
        raise()
    }

    /// Waits until the signal is raised, or the task is cancelled.
    package func untilRaised() async {
        lastID += 1
        let id = lastID
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A task that was cancelled before it came here is not waited for by the handler below.
                guard !isRaised, !Task.isCancelled else { return continuation.resume() }
                waiting[id] = continuation
            }
        } onCancel: {
            Task { await self.release(id) }
        }
    }

    /// Runs `body`, and `action` beside it once the signal is raised.
    package nonisolated func watched<Value: Sendable>(
        onRaise action: @escaping @Sendable () -> Void, _ body: () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.untilRaised()
                if await self.isRaised { action() }
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    private func release(_ id: Int) {
        waiting.removeValue(forKey: id)?.resume()
    }
}
