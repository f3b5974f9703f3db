import FaultServer
import Testing

@testable import HTTPTransport

@Suite("CurlClient against a real server")
struct CurlClientTests {
    private static let patient = TransferOptions(totalTimeout: .seconds(30))
    private static let hasty = TransferOptions(totalTimeout: .milliseconds(200))

    private func get(_ behaviour: Behaviour, _ options: TransferOptions = patient) async throws -> HTTPResponse {
        let server = try FaultHTTPServer(otherwise: .always(behaviour))
        let response = try await CurlClient().send(HTTPRequest(url: server.baseURL + "/", options: options))
        withExtendedLifetime(server) {}
        return response
    }

    private func failure(of behaviour: Behaviour, _ options: TransferOptions = patient) async -> HTTPError? {
        await #expect(throws: HTTPError.self) { try await get(behaviour, options) }
    }

    @Test("every status is a result", arguments: [200, 204, 301, 400, 401, 404, 418, 429, 500, 503])
    func statuses(_ status: Int) async throws {
        let body = status == 204 ? [] : Array("x".utf8)
        let response = try await get(Behaviour(status: status, headers: [("X-A", "1"), ("x-a", "2")], body: body))
        #expect(response.status == status)
        #expect(response.body == body)
        #expect(response.headers.values(for: "X-a") == ["1", "2"])
        #expect(response.failedAttempts.isEmpty)
    }

    @Test("what is sent is what was asked for", arguments: ["POST", "PUT", "PATCH", "DELETE"])
    func request(_ method: String) async throws {
        let server = try FaultHTTPServer()
        let body = Array((0..<100_000).map { UInt8(truncatingIfNeeded: $0) })
        let request = HTTPRequest(
            method: method, url: server.baseURL + "/a/b?c=d", headers: ["X-Empty": "", "X-Key": "v"], body: body)
        _ = try await CurlClient().send(request)
        let seen = server.seen
        #expect(seen.lastBody == body)
        #expect(seen.lastHead.hasPrefix("\(method) /a/b?c=d HTTP/1.1\r\n"))
        #expect(seen.lastHead.contains("X-Key: v"))
        #expect(seen.lastHead.contains("X-Empty:"))
        #expect(!seen.lastHead.contains("Expect"))
        #expect(!seen.lastHead.contains("Content-Type"))
    }

    @Test("a body may be empty", arguments: ["GET", "POST", "HEAD", "DELETE"])
    func emptyBody(_ method: String) async throws {
        let server = try FaultHTTPServer()
        let response = try await CurlClient().send(HTTPRequest(method: method, url: server.baseURL))
        #expect(response.status == 200)
        #expect(server.seen.lastHead.hasPrefix("\(method) / "))
        #expect(response.body.isEmpty == (method == "HEAD"))
    }

    @Test(
        "slow answers arrive whole",
        arguments: [
            Behaviour.Manner.drip(bytes: 3, milliseconds: 2), .slowHead(milliseconds: 1), .wrongLength(difference: 0),
        ])
    func slow(_ manner: Behaviour.Manner) async throws {
        let response = try await get(Behaviour(body: Array("0123456789".utf8), manner: manner))
        #expect(response.body == Array("0123456789".utf8))
    }

    @Test("invalid UTF-8 comes through unchanged")
    func invalidText() async throws {
        #expect(try await get(Behaviour(body: [0xFF, 0x00, 0xC0, 0x80])).body == [0xFF, 0x00, 0xC0, 0x80])
    }

    @Test("a body that is cut is an error that shows its beginning", arguments: [5, 300])
    func truncated(_ sent: Int) async throws {
        let body = Array("a\u{1B}[1m".utf8) + Array(repeating: UInt8(ascii: "b"), count: 1000)
        let error = await failure(of: Behaviour(body: body, manner: .truncate(after: sent)))
        guard case .truncated(let host, let excerpt) = error else {
            Issue.record("not truncated: \(String(describing: error))")
            return
        }
        #expect(host.hasPrefix("127.0.0.1:"))
        #expect(excerpt.hasPrefix("a [1m"))
        #expect(excerpt.count == min(sent, 200))
        #expect(error?.isRetryable == true)
    }

    @Test("a body shorter than its length says is waited for, then timed out")
    func wrongLength() async {
        let error = await failure(of: Behaviour(body: [1, 2], manner: .wrongLength(difference: 5)), Self.hasty)
        #expect(error?.summary == "timeout")
    }

    @Test(
        "broken connections are connection errors or truncations",
        arguments: [
            (Behaviour.Manner.reset, "connection reset"), (.close, "empty reply"), (.resetAfter(2), "truncated body"),
        ])
    func broken(_ manner: Behaviour.Manner, _ what: String) async {
        let error = await failure(of: Behaviour(body: Array(repeating: 0x78, count: 50_000), manner: manner))
        #expect(error?.summary == what)
        #expect(error?.isRetryable == true)
    }

    @Test("a server that hangs is timed out")
    func hang() async {
        let error = await failure(of: Behaviour(manner: .hang), Self.hasty)
        #expect(error?.summary == "timeout")
    }

    @Test("a slow trickle is timed out by the low-speed limit")
    func lowSpeed() async {
        let slow = Behaviour(body: Array(repeating: 0, count: 1000), manner: .drip(bytes: 1, milliseconds: 100))
        let options = TransferOptions(lowSpeedBytesPerSecond: 1000, lowSpeedWindow: .seconds(1))
        #expect(await failure(of: slow, options)?.summary == "timeout")
    }

    @Test("nobody listens")
    func refused() async throws {
        var server: FaultHTTPServer? = try FaultHTTPServer()
        let url = try #require(server?.baseURL)
        let client = try CurlClient()
        _ = try await client.send(HTTPRequest(url: url))
        server = nil
        // The server closes its socket on its own thread; until then it still answers.
        let error = await #expect(throws: HTTPError.self) {
            while true { _ = try await client.send(HTTPRequest(url: url)) }
        }
        #expect(error?.isRetryable == true)
    }

    @Test("a body over the limit is refused, declared or not")
    func tooLarge() async throws {
        let body = Array(repeating: UInt8(1), count: 1001)
        let options = TransferOptions(maxResponseBytes: 1000)
        for manner in [Behaviour.Manner.whole, .drip(bytes: 400, milliseconds: 1)] {
            let error = await failure(of: Behaviour(body: body, manner: manner), options)
            #expect(error?.summary == "response too large")
            #expect(error?.isRetryable == false)
        }
        let undeclared = Behaviour(headers: [("Transfer-Encoding", "chunked")], body: Array("7d0\r\n".utf8) + body)
        #expect(await failure(of: undeclared, options)?.summary == "response too large")
        #expect(try await get(Behaviour(body: Array(body.prefix(1000))), options).body.count == 1000)
    }

    @Test(
        "other URLs are refused before anything is sent",
        arguments: ["ftp://h/", "file:///etc/hostname", "http://", "h", "", "http://h/a b", "http:///p", "http://:80/"])
    func invalidURL(_ url: String) async throws {
        let client = try CurlClient()
        let error = await #expect(throws: HTTPError.self) { try await client.send(HTTPRequest(url: url)) }
        #expect(error?.summary == "invalid URL")
    }

    @Test("line breaks cannot get into the head", arguments: [("X", "a\r\nB: c"), ("X\r\nB", "c"), ("", "c")])
    func injection(_ name: String, _ value: String) async throws {
        var headers = HTTPHeaders()
        headers.append(name, value)
        let request = HTTPRequest(url: "http://127.0.0.1:1/", headers: headers)
        let client = try CurlClient()
        let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
        #expect(error?.summary == "invalid header field")
        #expect(error.map { !"\($0)".contains("a\r\n") } == true)
    }

    @Test("a pinned address is used in place of the name's own")
    func pinned() async throws {
        let server = try FaultHTTPServer()
        let request = HTTPRequest(
            url: "http://name.invalid:\(server.port)/", options: TransferOptions(pinnedAddress: "127.0.0.1"))
        #expect(try await CurlClient(CurlSettings(proxy: "")).send(request).status == 200)
        #expect(server.seen.lastHead.contains("Host: name.invalid:\(server.port)"))
    }

    @Test("certificates that are not there are told before anything is sent")
    func missingCertificates() throws {
        let error = try #require(throws: HTTPError.self) { try CurlClient(CurlSettings(caBundle: "/no/such.pem")) }
        #expect("\(error)".contains("/no/such.pem"))
    }
}
