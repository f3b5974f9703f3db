import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("Limits that a run's processes share", .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.missing)"))
struct HostLimitTests {
    private let home: StoreHome

    init() async throws {
        home = try await StoreHome(.postgreSQL)
        let planner = try await PostgresStore.openForWriting(home.path)
        try await planner.create(.sample(grid: Grid.sample(2, 3), budget: 6))
    }

    /// The limits as a process sees them that makes so many calls at once; 0 for one that is not at work.
    private func limits(_ connections: Int = 0) async throws -> any LimitSource {
        let store = try await PostgresStore.openForWriting(home.path, role: .worker)
        if connections > 0 {
            _ = try await store.beat(.init(isPlanner: false, connections: connections), in: "r1")
        }
        return store.limits(of: "r1")
    }

    private func wish(
        _ requests: Double, perMinute: Double?, tokens: Double = 0, least: Double = 0, ofTokens: Double? = nil
    ) -> LimitWish {
        LimitWish(
            most: LimitAmount(requests: requests, tokens: tokens),
            least: LimitAmount(requests: perMinute == nil ? 0 : 1, tokens: least),
            requestsPerMinute: perMinute, tokensPerMinute: ofTokens)
    }

    /// Lets time pass for the bucket alone.
    private func pass(_ seconds: Double) async throws {
        try await home.execute("UPDATE host_limit SET refilled_at = refilled_at - \(seconds)")
    }

    @Test("all together get the requests of the time that has passed, and of a second at most")
    func requests() async throws {
        let (one, other) = (try await limits(), try await limits())
        // So few a minute that the time the test itself takes is nothing.
        #expect(try await one.take(wish(5, perMinute: 0.6), of: "h").amount == LimitAmount(requests: 1))
        let nothing = try await other.take(wish(5, perMinute: 0.6), of: "h")
        #expect(nothing.amount == LimitAmount() && nothing.wait > .seconds(50) && nothing.wait <= .seconds(100))
        try await pass(100)
        #expect(try await other.take(wish(5, perMinute: 0.6), of: "h").amount == LimitAmount(requests: 1))
        // Another host, another limit.
        #expect(try await other.take(wish(5, perMinute: 0.6), of: "h2").amount == LimitAmount(requests: 1))
        try await pass(3600)
        #expect(try await one.take(wish(50, perMinute: 600), of: "h").amount == LimitAmount(requests: 10))
        try await one.putBack(LimitAmount(requests: 4), of: "h")
        let rest = try await other.take(wish(50, perMinute: 600), of: "h").amount.requests
        #expect(rest >= 4 && rest <= 10)
    }

    @Test("tokens may be overdrawn by one request, which is paid back")
    func tokens() async throws {
        let limits = try await limits()
        // 1 a second; 5 are kept.
        let big = wish(0, perMinute: nil, tokens: 100, least: 100, ofTokens: 60)
        #expect(try await limits.take(big, of: "h").amount == LimitAmount(tokens: 100))
        let small = wish(0, perMinute: nil, tokens: 2, least: 1, ofTokens: 60)
        let nothing = try await limits.take(small, of: "h")
        #expect(nothing.amount == LimitAmount() && nothing.wait > .seconds(60))
        try await pass(98)
        #expect(try await limits.take(small, of: "h").amount == LimitAmount(tokens: 2))
    }

    @Test("a rejection that one tells slows all, in proportion, and together they grow again")
    func cuts() async throws {
        let (one, other) = (try await limits(60), try await limits(20))
        #expect(try await one.exchange(HostNews(), of: "h", most: 60) == HostOrders())
        // What is served before any rejection is no reason to limit anything.
        #expect(try await one.exchange(HostNews(served: 9), of: "h", most: 60).slots == nil)
        let cut = HostNews(rejectedAfter: .milliseconds(100), isThrottled: true)
        let first = try await one.exchange(cut, of: "h", most: 60)
        let second = try await other.exchange(HostNews(), of: "h", most: 20)
        // The odd one may have changed hands between the two.
        let all = try #require(first.slots) + (try #require(second.slots))
        #expect(abs(all - 56) <= 1 && abs((first.slots ?? 0) - 42) <= 1)
        #expect(try #require(second.throttledAgo) < .seconds(60))
        // Sent before the cut: it tells nothing new.
        let late = HostNews(rejectedAfter: .seconds(600))
        #expect(abs(try #require(try await other.exchange(late, of: "h", most: 20).slots) - 14) <= 1)
        #expect(abs(try #require(try await other.exchange(HostNews(served: 560), of: "h", most: 20).slots) - 16) <= 1)
        #expect(try await other.exchange(HostNews(served: 99_999), of: "h", most: 20).slots == 20)
        #expect(try await one.exchange(HostNews(), of: "h2", most: 60) == HostOrders())
    }

    @Test("fewer places than processes go round")
    func rotation() async throws {
        let sources = [try await limits(4), try await limits(4), try await limits(4)]
        _ = try await sources[0].exchange(HostNews(rejectedAfter: .zero), of: "h", most: 4)
        try await home.execute("UPDATE host_limit SET slots = 1")
        var slots: [Int] = []
        // Until all have been asked within one turn of five seconds.
        for _ in 0..<5 where slots.reduce(0, +) != 1 {
            slots = []
            for source in sources {
                slots.append(try #require(try await source.exchange(HostNews(), of: "h", most: 4).slots))
            }
        }
        #expect(slots.sorted() == [0, 0, 1])
    }
}
