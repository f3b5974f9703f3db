import Glibc

/// Time as the transport sees it, injected so that waiting can be tested.
package struct TransportClock: Sendable {
    /// Time since some fixed moment; never goes back.
    package var now: @Sendable () -> Duration
    /// Waits; throws `CancellationError` when the task is cancelled meanwhile.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// Seconds since 1970, for dates in headers.
    package var unixTime: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void,
        unixTime: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.unixTime = unixTime
    }

    /// The machine's own clock.
    package static let system = TransportClock(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        },
        sleep: { try await Task.sleep(for: $0) },
        unixTime: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        })
}
