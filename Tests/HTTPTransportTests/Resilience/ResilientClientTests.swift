import Foundations
import Testing

@testable import HTTPTransport

@Suite("Retries")
struct ResilientClientTests {
    private let clock = ManualClock()
    private let request = HTTPRequest(
        method: "POST", url: "https://h:8/v1?key=s3cr3t", headers: ["Authorization": "Bearer s3cr3t"], label: "case-1")

    private func resilient(_ base: ScriptedClient, _ retry: RetryPolicy = RetryPolicy()) -> ResilientClient {
        ResilientClient(base, retry: retry, seed: 7, clock: clock.transport)
    }

    @Test("are made for what may pass", arguments: [408, 409, 424, 425, 429, 498, 500, 502, 503, 504, 520, 529])
    func retried(_ status: Int) async throws {
        let base = ScriptedClient(statuses: [status, status, 200], clock: clock)
        let response = try await resilient(base).send(request)
        #expect(response.status == 200)
        #expect(base.count == 3)
        #expect(response.failedAttempts.map(\.what) == ["HTTP \(status)", "HTTP \(status)"])
        #expect(response.failedAttempts.allSatisfy { $0.elapsed == .milliseconds(100) })
        #expect(response.failedAttempts[0].waited == .zero)
        #expect(response.failedAttempts[1].waited == clock.sleeps[0])
    }

    @Test("are not made for what will not", arguments: [200, 301, 400, 401, 403, 404, 422])
    func final(_ status: Int) async throws {
        let base = ScriptedClient(statuses: [status], clock: clock)
        let response = try await resilient(base).send(request)
        #expect(response.status == status)
        #expect(response.failedAttempts.isEmpty)
        #expect(base.count == 1)
    }

    @Test("end with the last response when the attempts are used up")
    func exhausted() async throws {
        let base = ScriptedClient(statuses: [500], clock: clock)
        let response = try await resilient(base, RetryPolicy(maxAttempts: 4)).send(request)
        #expect(response.status == 500)
        #expect(response.failedAttempts.count == 4)
        #expect(base.count == 4)
    }

    @Test(
        "follow an error only if it may pass",
        arguments: [
            (HTTPError.connection(host: "h", code: 7, message: "m"), 3), (.timeout(host: "h", after: .seconds(1)), 3),
            (.truncated(host: "h", excerpt: "e"), 3), (.tls(host: "h", code: 35, message: "m"), 3),
            (.tls(host: "h", code: 60, message: "m"), 1), (.tooLarge(host: "h", limit: 1), 1),
            (.unavailable("m"), 1),
        ])
    func errors(_ error: HTTPError, _ attempts: Int) async {
        let base = ScriptedClient([.failure(error)], clock: clock)
        let client = resilient(base, RetryPolicy(maxAttempts: 3))
        let thrown = await #expect(throws: HTTPError.self) { try await client.send(request) }
        #expect(thrown?.root == error)
        #expect(thrown?.failedAttempts.map(\.what) == Array(repeating: error.summary, count: attempts))
        #expect(thrown?.isRetryable == false)
        #expect(base.count == attempts)
        #expect(thrown.map { !"\($0)".contains("s3cr3t") } == true)
    }

    @Test("wait no longer than the backoff's bound, and not always the same")
    func backoff() async throws {
        let base = ScriptedClient(statuses: [500, 500, 500, 500, 500, 200], clock: clock)
        _ = try await resilient(base, RetryPolicy(maxDelay: .seconds(3))).send(request)
        let bounds = [0.5, 1, 2, 3, 3].map { Duration.seconds($0) }
        #expect(clock.sleeps.count == 5)
        #expect(zip(clock.sleeps, bounds).allSatisfy { $0 < $1 })
        #expect(Set(clock.sleeps).count == 5)
    }

    @Test("wait as long as the server asks", arguments: ["7", "Sun, 06 Nov 1994 08:49:44 GMT"])
    func retryAfter(_ value: String) async throws {
        let base = ScriptedClient(
            [
                .success(HTTPResponse(status: 429, headers: ["Retry-After": value])),
                .success(HTTPResponse(status: 200)),
            ],
            clock: clock)
        _ = try await resilient(base).send(request)
        #expect(clock.sleeps.first == .seconds(7))
    }

    @Test("stop where the request's own time would pass the deadline; waits that the server asks for are not its own")
    func deadline() async throws {
        let failing = HTTPResponse(status: 503)
        let slow = ScriptedClient([.success(failing)], clock: clock, cost: .seconds(20))
        let response = try await resilient(slow, RetryPolicy(deadline: .seconds(50))).send(request)
        #expect(response.status == 503)
        #expect(slow.count == 3)
        let asked = HTTPResponse(status: 503, headers: ["Retry-After": "40"])
        let patient = ScriptedClient(
            [.success(asked), .success(asked), .success(HTTPResponse(status: 200))], clock: clock)
        #expect(try await resilient(patient, RetryPolicy(deadline: .seconds(50))).send(request).status == 200)
    }

    @Test(
        "are not waited for longer than anybody waits; the response says when to come back",
        arguments: [
            (["Retry-After": "901"], 901), (["Retry-After": "43200"], 43_200),
            (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "784115777000"], 4000),
        ] as [(HTTPHeaders, Double)])
    func longWait(_ headers: HTTPHeaders, _ wait: Double) async throws {
        let base = ScriptedClient(statuses: [429], headers: headers, clock: clock)
        let response = try await resilient(base).send(request)
        #expect(response.status == 429)
        #expect(response.comeBackAt == 784_111_777 + wait)
        #expect(base.count == 1)
        #expect(clock.sleeps.isEmpty)
        // No pause is left behind that would hold up whoever comes next.
        #expect(try await resilient(base).send(request).status == 429)
        #expect(clock.sleeps.isEmpty)
    }

    @Test("are waited for as long as --max-wait allows, past the deadline")
    func patient() async throws {
        let base = ScriptedClient(
            [
                .success(HTTPResponse(status: 429, headers: ["Retry-After": "3600"])),
                .success(HTTPResponse(status: 200)),
            ], clock: clock)
        let client = ResilientClient(base, clock: clock.transport, patience: Patience(most: .seconds(3600)))
        #expect(try await client.send(request).status == 200)
        #expect(clock.sleeps == [.seconds(3600)])
    }

    @Test(
        "follow what the body says",
        arguments: [
            (429, RetryAdvice.never, [], 1), (500, .never, [], 1), (200, .again, nil, 6), (200, .byStatus, [], 1),
            (429, .after(.seconds(9)), [9, 9, 9, 9, 9], 6), (200, .after(.seconds(9)), [9, 9, 9, 9, 9], 6),
            (400, .byStatus, [], 1),
        ] as [(Int, RetryAdvice, [Int]?, Int)])
    func advice(_ status: Int, _ advice: RetryAdvice, _ sleeps: [Int]?, _ attempts: Int) async throws {
        let base = ScriptedClient(statuses: [status], clock: clock)
        let client = ResilientClient(
            base, retry: RetryPolicy(baseDelay: .milliseconds(1)), clock: clock.transport, advice: { _ in advice })
        #expect(try await client.send(request).status == status)
        #expect(base.count == attempts)
        if let sleeps { #expect(clock.sleeps.filter { $0 > .seconds(2) } == sleeps.map { .seconds($0) }) }
    }

    @Test("end at once when the waiting is over, and none begins after it")
    func waitingIsOver() async throws {
        let patience = Patience()
        let base = ScriptedClient(
            [.success(HTTPResponse(status: 429, headers: ["Retry-After": "600"]))], clock: clock)
        // The real clock, whose ten minutes nobody waits for here.
        let client = ResilientClient(base, clock: .system, patience: patience)
        let sending = Task { try await client.send(request) }
        while patience.longest == nil { await Task.yield() }
        #expect(patience.longest?.host == "h:8")
        patience.end()
        await #expect(throws: CancellationError.self) { try await sending.value }
        #expect(patience.longest == nil)
        await #expect(throws: CancellationError.self) { try await client.send(request) }
    }

    @Test("do not hold back what ends something, once the waiting is over")
    func closing() async throws {
        let patience = Patience()
        let base = ScriptedClient(statuses: [200, 200], clock: clock)
        let client = ResilientClient(
            base, limits: HostLimits(requestsPerMinute: 0.001), clock: .system, patience: patience)
        #expect(try await client.send(request).status == 200)
        patience.end()
        await #expect(throws: CancellationError.self) { try await client.send(request) }
        var closing = request
        closing.isClosing = true
        #expect(try await client.send(closing).status == 200)
        #expect(base.count == 2)
    }

    @Test("are reported before they happen")
    func events() async throws {
        let base = ScriptedClient(statuses: [500, 429, 200], clock: clock)
        let events = Locked<[RetryEvent]>([])
        let client = ResilientClient(base, clock: clock.transport) { event in events.withLock { $0.append(event) } }
        _ = try await client.send(request)
        let seen = events.withLock { $0 }
        #expect(seen.map(\.error) == ["HTTP 500", "HTTP 429"])
        #expect(seen.map(\.attempt) == [1, 2])
        #expect(seen.allSatisfy { $0.label == "case-1" && $0.host == "h:8" && $0.elapsed == .milliseconds(100) })
        #expect(!"\(seen)".contains("s3cr3t"))
    }

    @Test("the same seed gives the same jitter")
    func seeded() async throws {
        var sleeps: [[Duration]] = []
        for _ in 0..<2 {
            let clock = ManualClock()
            let base = ScriptedClient(statuses: [500, 500, 200], clock: clock)
            _ = try await ResilientClient(base, seed: 3, clock: clock.transport).send(request)
            sleeps.append(clock.sleeps)
        }
        #expect(sleeps[0] == sleeps[1])
    }

    @Test("the circuit breaker opens, lets a probe through, and closes")
    func breaker() async throws {
        let policy = RetryPolicy(maxAttempts: 1, breakerThreshold: 3, breakerSpan: .zero, breakerCooldown: .seconds(30))
        let base = ScriptedClient(statuses: [500, 502, 500, 500, 200], clock: clock)
        let client = resilient(base, policy)
        for _ in 0..<3 { _ = try await client.send(request) }
        let refused = await #expect(throws: HTTPError.self) { try await client.send(request) }
        #expect(refused == .circuitOpen(host: "h:8", lastError: "HTTP 500"))
        #expect(base.count == 3)
        clock.advance(.seconds(30))
        #expect(try await client.send(request).status == 500)
        await #expect(throws: HTTPError.self) { try await client.send(request) }
        clock.advance(.seconds(30))
        #expect(try await client.send(request).status == 200)
        #expect(try await client.send(request).status == 200)
        #expect(base.count == 6)
    }

    @Test("a breaker that opens between attempts ends the request with its history")
    func breakerMeanwhile() async {
        let policy = RetryPolicy(breakerThreshold: 2, breakerSpan: .zero)
        let base = ScriptedClient(statuses: [500], clock: clock)
        let error = await #expect(throws: HTTPError.self) { try await resilient(base, policy).send(request) }
        #expect(error?.isCircuitOpen == true)
        #expect(error?.failedAttempts.count == 2)
    }
}
