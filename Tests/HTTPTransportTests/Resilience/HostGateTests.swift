import Foundations
import Testing

@testable import HTTPTransport

@Suite("The line before a host")
struct HostGateTests {
    private func gate(_ limits: HostLimits, _ retry: RetryPolicy = RetryPolicy()) -> HostGate {
        HostGate(host: "h", limits: limits, retry: retry, clock: .system)
    }

    @Test("lets through in the order of arrival, retries first")
    func order() async throws {
        let gate = gate(HostLimits(maxConnections: 1))
        let first = try await gate.enter(tokens: 0, isRetry: false)
        let order = Locked<[Int]>([])
        try await withThrowingTaskGroup { group in
            for index in 0..<6 {
                group.addTask {
                    let grant = try await gate.enter(tokens: 0, isRetry: index == 5)
                    order.withLock { $0.append(index) }
                    gate.leave(grant, .served)
                }
                // Each is in line before the next one comes.
                while gate.snapshot().waiting <= index { await Task.yield() }
            }
            gate.leave(first, .served)
            try await group.waitForAll()
        }
        // The first newcomer stood at the head already when the retry came.
        #expect(order.withLock { $0 } == [0, 5, 1, 2, 3, 4])
        #expect(gate.snapshot().inFlight == 0)
    }

    @Test("never has more in flight than it may")
    func limit() async throws {
        let gate = gate(HostLimits(maxConnections: 3))
        let open = Locked((now: 0, most: 0))
        try await withThrowingTaskGroup { group in
            for _ in 0..<200 {
                group.addTask {
                    let grant = try await gate.enter(tokens: 0, isRetry: false)
                    open.withLock {
                        $0.now += 1
                        $0.most = max($0.most, $0.now)
                    }
                    await Task.yield()
                    open.withLock { $0.now -= 1 }
                    gate.leave(grant, .served)
                }
            }
            try await group.waitForAll()
        }
        #expect(open.withLock { $0.most } == 3)
    }

    @Test("forgets whoever is cancelled, first in line or not", arguments: [0, 1, 2])
    func cancel(_ victim: Int) async throws {
        let gate = gate(HostLimits(maxConnections: 1))
        let first = try await gate.enter(tokens: 0, isRetry: false)
        var tasks: [Task<Void, any Error>] = []
        for index in 0..<3 {
            tasks.append(
                Task {
                    let grant = try await gate.enter(tokens: 0, isRetry: false)
                    gate.leave(grant, .served)
                })
            while gate.snapshot().waiting <= index { await Task.yield() }
        }
        tasks[victim].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[victim].value }
        gate.leave(first, .served)
        for index in 0..<3 where index != victim { try await tasks[index].value }
        #expect(gate.snapshot().inFlight == 0)
        #expect(gate.snapshot().waiting == 0)
    }

    @Test("refuses everybody in line once the breaker opens")
    func breaker() async throws {
        let gate = gate(HostLimits(maxConnections: 1), RetryPolicy(breakerThreshold: 1, breakerSpan: .zero))
        let first = try await gate.enter(tokens: 0, isRetry: false)
        let tasks = (0..<5).map { _ in Task { try await gate.enter(tokens: 0, isRetry: false) } }
        while gate.snapshot().waiting < 5 { await Task.yield() }
        gate.leave(first, .failed("HTTP 500"))
        for task in tasks { await #expect(throws: HTTPError.self) { try await task.value } }
    }
}

@Suite("What a host allows")
struct GateStateTests {
    /// How many requests start in so many simulated seconds if each is served at once.
    private func starts(
        _ limits: HostLimits, seconds: Int, tokens: Int = 0, used: Int? = nil
    ) -> Int {
        var gate = GateState(limits: limits, retry: RetryPolicy())
        var count = 0
        for tick in 0..<(seconds * 1000) {
            let now = Duration.seconds(1000) + .milliseconds(tick)
            while case .start = gate.decide(tokens: tokens, at: now) {
                count += 1
                gate.finish(.served, started: now, at: now)
                if let used { gate.correct(tokens: used - tokens, at: now) }
            }
        }
        return count
    }

    @Test("requests per minute are spaced evenly", arguments: [60.0, 600, 6000])
    func requestsPerMinute(_ perMinute: Double) {
        let count = starts(HostLimits(requestsPerMinute: perMinute), seconds: 60)
        #expect(Double(count) >= perMinute * 0.99 && Double(count) <= perMinute * 1.01 + 3)
    }

    @Test(
        "tokens per minute hold, by what was used if that is known",
        arguments: [(100, nil, 60), (100, 200, 30), (100, 50, 120), (5000, nil, 2)] as [(Int, Int?, Int)])
    func tokensPerMinute(_ estimated: Int, _ used: Int?, _ expected: Int) {
        let count = starts(HostLimits(tokensPerMinute: 6000), seconds: 60, tokens: estimated, used: used)
        let burst = 500 / (used ?? estimated) + 1
        #expect(count >= expected - 1 && count <= expected + burst)
    }

    @Test("concurrency falls when the host is overloaded and comes back")
    func adaptive() {
        var gate = GateState(limits: HostLimits(maxConnections: 20), retry: RetryPolicy())
        var now = Duration.seconds(1000)
        for _ in 0..<4 {
            guard case .start = gate.decide(tokens: 0, at: now) else {
                Issue.record("no start")
                return
            }
            let started = now
            now += .seconds(1)
            gate.finish(.overloaded("HTTP 503", retryAfter: nil), started: started, at: now)
            now += .milliseconds(1)
        }
        #expect(gate.concurrency == 4)
        for _ in 0..<400 {
            guard case .start = gate.decide(tokens: 0, at: now) else { continue }
            now += .milliseconds(1)
            gate.finish(.served, started: now, at: now)
        }
        #expect(gate.concurrency == 20)
    }

    @Test("several rejections in a row hold everybody back as long as the server says")
    func pause() {
        var gate = GateState(limits: HostLimits(), retry: RetryPolicy())
        let now = Duration.seconds(1000)
        for _ in 0..<3 { _ = gate.decide(tokens: 0, at: now) }
        for _ in 0..<3 { gate.finish(.throttled(retryAfter: .seconds(9)), started: now, at: now) }
        guard case .wait(let wait) = gate.decide(tokens: 0, at: now + .seconds(2)) else {
            Issue.record("not held back")
            return
        }
        #expect(wait == .seconds(7))
    }
}
