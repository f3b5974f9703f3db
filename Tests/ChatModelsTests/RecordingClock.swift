import Foundations
import HTTPTransport

/// A clock that goes on by exactly what is slept, and remembers it.
final class RecordingClock: Clock {
    struct Instant: InstantProtocol {
        let offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let sleeps = Locked<[Duration]>([])
    let minimumResolution = Duration.zero
    var slept: [Duration] { sleeps.withLock { $0 } }
    var now: Instant { Instant(offset: slept.reduce(.zero, +)) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let duration = now.duration(to: deadline)
        sleeps.withLock { $0.append(duration) }
    }
}
