/// One task's place in a line: the task waits until somebody calls the ticket, or until it is cancelled.
///
/// Whoever hands out places keeps the tickets, and calls one after the other until a call is heard:
///
/// ```swift
/// while let next = line.popFirst(), !next.call() {}
/// ```
package struct Ticket: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// A ticket that is not called yet.
    package init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Lets the task go on that waits, or will wait.
    ///
    /// - Returns: whether the call is heard; false when the task was cancelled before
    @discardableResult
    package func call() -> Bool {
        if case .terminated = continuation.yield() { return false }
        return true
    }

    /// Waits until the ticket is called.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before; then no later ``call()`` is heard.
    package func wait() async throws {
        for await _ in stream { return }
        throw CancellationError()
    }
}
