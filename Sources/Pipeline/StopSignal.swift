/// Asks a run to stop: what is in flight is finished, nothing new is begun, and the run can be resumed.
package actor StopSignal {
    /// Whether to begin nothing new.
    package private(set) var isRaised = false
    /// The fault that raised it; nil when a person did.
    package private(set) var fault: (any Error)?

    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Not raised.
    package init() {}

    /// Raises the signal: the user wants to stop.
    package func raise() {
        wake()
    }

    /// Waits until the signal is raised, or the task is cancelled.
    package func untilRaised() async {
        guard !isRaised else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiting.append($0) }
        } onCancel: {
            Task { await self.releaseWaiting() }
        }
    }

    /// Raises the signal because the run can't go on; the first fault counts.
    func raise(for fault: any Error) {
        if self.fault == nil { self.fault = fault }
        wake()
    }

    private func wake() {
        isRaised = true
        releaseWaiting()
    }

    private func releaseWaiting() {
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
