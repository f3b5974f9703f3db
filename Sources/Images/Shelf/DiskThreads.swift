import Dispatch
import Foundations

/// Threads for what waits for the disk.
///
/// The queues that a process shares have their threads in common with Swift's tasks, and no more of them than there are cores: as
/// many waits there stop every task. A serial queue has a thread of its own whenever it has work.
enum DiskThreads {
    private static let queues = (0..<8).map { DispatchQueue(label: "sextant.images.\($0)") }
    private static let turn = Locked(0)

    /// Runs `body` on one of them.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        let place = turn.withLock { turn in
            turn = (turn + 1) % queues.count
            return turn
        }
        return try await withCheckedThrowingContinuation { continuation in
            queues[place].async { continuation.resume(with: Result { try body() }) }
        }
    }
}
