import Foundations

/// Wakes one waiting task. Rings while nobody waits are one ring for who waits next.
package actor Bell {
    private var isRung = false
    private var waiter: Latch?

    package init() {}

    /// Wakes whoever waits.
    package func ring() {
        isRung = true
        waiter?.open()
    }

    /// Waits for a ring, for at most `duration`, or until the task is cancelled. One task at a time.
    package nonisolated func wait(atMost duration: Duration) async {
        let latch = Latch()
        await register(latch)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await Task.sleep(for: duration)
                latch.open()
            }
            await latch.wait()
            group.cancelAll()
        }
        await forget()
    }

    private func register(_ latch: Latch) {
        if isRung { latch.open() } else { waiter = latch }
    }

    private func forget() {
        isRung = false
        waiter = nil
    }
}
