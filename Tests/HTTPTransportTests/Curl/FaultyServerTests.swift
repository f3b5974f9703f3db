import FaultServer
import Foundations
import Testing

@testable import HTTPTransport

@Suite("Limits and retries against a real server", .serialized)
struct FaultyServerTests {
    private static let quick = RetryPolicy(maxAttempts: 12, baseDelay: .milliseconds(5), maxDelay: .milliseconds(100))

    private func sendAll(_ count: Int, _ client: ResilientClient, _ url: String) async throws -> [HTTPResponse] {
        try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
            for index in 0..<count {
                group.addTask {
                    try await client.send(HTTPRequest(method: "POST", url: url, body: [1], label: "case-\(index)"))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test("no request is lost on a flaky server")
    func flaky() async throws {
        let good = Behaviour.chatCompletion(latency: 2)
        let server = try FaultHTTPServer(
            otherwise: .mix([
                (0.7, good), (0.05, .failing(503)), (0.05, .failing(500)), (0.05, .gatewayPage(502)),
                (0.05, Behaviour(manner: .reset)), (0.05, Behaviour(manner: .close)),
                (0.05, Behaviour(body: good.body, manner: .truncate(after: 30))),
            ]), seed: 11)
        let events = Locked(0)
        let client = ResilientClient(
            try CurlClient(), limits: HostLimits(maxConnections: 32), retry: Self.quick,
            onRetry: { _ in events.withLock { $0 += 1 } })
        let responses = try await sendAll(400, client, server.baseURL)
        #expect(responses.count == 400)
        #expect(responses.allSatisfy { $0.status == 200 && $0.body == good.body })
        let failed = responses.reduce(0) { $0 + $1.failedAttempts.count }
        #expect(failed > 50)
        #expect(events.withLock { $0 } == failed)
        #expect(server.seen.mostOpen <= 32)
    }

    @Test("a server that bears few requests at a time gets few")
    func concurrency() async throws {
        let server = try FaultHTTPServer(
            otherwise: .concurrencyLimited(5, within: Behaviour(latency: 10), beyond: .failing(503)))
        let client = ResilientClient(
            try CurlClient(), limits: HostLimits(maxConnections: 40), retry: Self.quick)
        let responses = try await sendAll(300, client, server.baseURL)
        #expect(responses.filter { $0.status == 200 }.count == 300)
        #expect(server.seen.byStatus[503, default: 0] < 300)
    }

    /// How near the rate comes to what is allowed depends on the machine: `LearnedRateTests` has it on a clock of its own.
    @Test("a server's rate is kept to, and no request is lost")
    func rate() async throws {
        let server = try FaultHTTPServer(
            otherwise: .rateLimited(
                perSecond: 50, window: .fixed, within: Behaviour(latency: 50), beyond: .failing(429, retryAfter: "1")))
        let client = ResilientClient(try CurlClient(), limits: HostLimits(maxConnections: 64))
        let responses = try await sendAll(250, client, server.baseURL)
        #expect(responses.allSatisfy { $0.status == 200 })
        // A client that learned nothing would be rejected 14 times or more in each of five seconds.
        #expect(server.seen.byStatus[429, default: 0] < 60, "\(server.seen.byStatus)")
    }

    @Test("a dead host is left alone instead of burning the budget")
    func dead() async throws {
        let server = try FaultHTTPServer(otherwise: .always(.failing(500)))
        let policy = RetryPolicy(baseDelay: .milliseconds(1), breakerThreshold: 20, breakerSpan: .zero)
        let client = ResilientClient(try CurlClient(), limits: HostLimits(maxConnections: 8), retry: policy)
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    do {
                        _ = try await client.send(HTTPRequest(url: server.baseURL))
                        return false
                    } catch {
                        return (error as? HTTPError)?.isCircuitOpen == true
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(refused > 180)
        #expect(server.seen.requests < 40)
    }

    @Test("cancelling ends the wait in line and the backoff")
    func cancel() async throws {
        let server = try FaultHTTPServer(otherwise: .always(.failing(503, retryAfter: "600")))
        let client = ResilientClient(
            try CurlClient(), limits: HostLimits(maxConnections: 1), retry: RetryPolicy(deadline: .seconds(6000)))
        let tasks = (0..<5).map { _ in Task { try await client.send(HTTPRequest(url: server.baseURL)) } }
        while server.seen.requests < 3 { await Task.yield() }
        for task in tasks { task.cancel() }
        for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
    }
}
