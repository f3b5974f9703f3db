import FaultServer
import Foundations
import Testing

@testable import HTTPTransport

@Suite("Traces")
struct TracingClientTests {
    @Test("tell of every attempt, and show no secret")
    func lines() async throws {
        let server = try FaultHTTPServer(otherwise: .sequence([.failing(503), Behaviour(manner: .close), Behaviour()]))
        let lines = Locked<[String]>([])
        let client = ResilientClient(
            TracingClient(try CurlClient()) { line in lines.withLock { $0.append(line) } },
            retry: RetryPolicy(baseDelay: .milliseconds(1)))
        let request = HTTPRequest(
            method: "POST", url: server.baseURL + "/v1?key=topsecret", headers: ["Authorization": "Bearer topsecret"],
            body: Array("topsecret".utf8), label: "test 7 of openai/m")
        _ = try await client.send(request)
        let seen = lines.withLock { $0 }
        #expect(seen.count == 3 || seen.count == 2, "libcurl may repeat the closed one itself")
        #expect(seen.allSatisfy { $0.hasPrefix("trace: test 7 of openai/m: POST \(server.baseURL)/v1: ") })
        #expect(seen.first?.contains("HTTP 503") == true && seen.last?.contains("HTTP 200, 2 bytes") == true)
        #expect(!seen.joined().contains("topsecret"))
    }
}
