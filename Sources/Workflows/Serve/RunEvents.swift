import FlyingSocks
import Reporting

/// The bytes of an endless response: an event when figures change, a comment now and then when none does, since only a
/// write that fails tells that nobody listens any more.
struct RunEvents: AsyncBufferedSequence {
    typealias Element = UInt8

    /// Between two looks at the store.
    static let pause = Duration.milliseconds(500)
    /// Looks without a change after which a comment is sent.
    private static let quietLooks = 10

    let feed: RunFeed
    let clock: any Clock<Duration>

    func makeAsyncIterator() -> Iterator { Iterator(feed: feed, clock: clock) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        let feed: RunFeed
        let clock: any Clock<Duration>
        private var shown: [String: DashboardRun]?
        private var pending: ArraySlice<UInt8> = []

        init(feed: RunFeed, clock: any Clock<Duration>) {
            self.feed = feed
            self.clock = clock
        }

        mutating func next() async throws -> UInt8? {
            try await nextBuffer(suggested: 1)?.first
        }

        mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
            if pending.isEmpty { pending = try await event()[...] }
            defer { pending = pending.dropFirst(count) }
            return pending.prefix(count)
        }

        private mutating func event() async throws -> [UInt8] {
            for _ in 0..<RunEvents.quietLooks {
                if shown != nil { try await clock.sleep(for: RunEvents.pause) }
                let runs = try await feed.runs()
                let changed = runs.filter { shown?[$0.id] != $0 }
                let isFirst = shown == nil
                shown = Dictionary(runs.map { ($0.id, $0) }) { first, _ in first }
                if isFirst || !changed.isEmpty { return DashboardRun.event(changed) }
            }
            return Array(": still here\n\n".utf8)
        }
    }
}
