import FaultServer
import Testing

@testable import HTTPTransport

@Suite("WebURL")
struct WebURLTests {
    @Test(
        "URLs are put into one form",
        arguments: [
            ("HTTP://Example.ORG", "http://example.org/"), ("http://example.org:80/", "http://example.org/"),
            ("https://example.org:443/a", "https://example.org/a"),
            ("http://example.org:8080", "http://example.org:8080/"),
            ("http://example.org./", "http://example.org/"), ("http://a.test/x#y", "http://a.test/x"),
            ("http://a.test/#", "http://a.test/"), ("http://a.test?q=1", "http://a.test/?q=1"),
            ("http://a.test/a/./b/../c", "http://a.test/a/c"), ("http://a.test/%2e%2E/x", "http://a.test/x"),
            ("http://a.test/a/%2e%2e", "http://a.test/"), ("http://a.test/%7Eb%c3%a9", "http://a.test/~b%C3%A9"),
            ("http://a.test/a b", "http://a.test/a%20b"), ("http://a.test/\u{E9}", "http://a.test/%C3%A9"),
            ("  http://a.test/x\n", "http://a.test/x"), ("http://a.t\nest/", "http://a.test/"),
            ("http://u:p@a.test/", "http://a.test/"), ("http://0x7f.1/", "http://127.0.0.1/"),
            ("http://2130706433/", "http://127.0.0.1/"), ("http://[::1]:80/", "http://[::1]/"),
            ("http:///x", "http://x/"), ("http://b\u{FC}cher.test/", "http://xn--bcher-kva.test/"),
        ])
    func normal(_ text: String, _ expected: String) throws {
        let url = try WebURL(text)
        #expect(url.text == expected)
        #expect(try WebURL(url.text) == url)
    }

    @Test(
        "references are resolved",
        arguments: [
            ("c", "http://a.test/x/c"), ("/c", "http://a.test/c"), ("../c", "http://a.test/c"),
            ("?p=2", "http://a.test/x/y?p=2"), ("", "http://a.test/x/y?q"), ("#top", "http://a.test/x/y?q"),
            ("//b.test/z", "http://b.test/z"), ("https://b.test", "https://b.test/"), ("./", "http://a.test/x/"),
            ("../../../c", "http://a.test/c"),
        ])
    func relative(_ reference: String, _ expected: String) throws {
        #expect(try WebURL(reference, relativeTo: WebURL("http://a.test/x/y?q")).text == expected)
    }

    @Test(
        "what is no http or https URL",
        arguments: [
            "", "a.test", "/x", "ftp://a.test/", "file:///etc/hostname", "javascript:alert(1)", "mailto:a@b.test",
            "http://", "http://a.test:99999/", "http://a.test:0/", "http://a b/", "data:text/html,x",
            "http://" + String(repeating: "a", count: 5000),
        ])
    func invalid(_ text: String) {
        #expect(throws: HTTPError.self) { try WebURL(text) }
    }

    @Test(
        "other schemes are refused as references too", arguments: ["javascript:alert(1)", "file:///x", "mailto:a@b.c"])
    func invalidReference(_ text: String) throws {
        let base = try WebURL("http://a.test/")
        #expect(throws: HTTPError.self) { try WebURL(text, relativeTo: base) }
    }

    @Test("a pinned address is never replaced by an open connection to another")
    func pinnedAndKeptAlive() async throws {
        let first = try FaultHTTPServer(otherwise: .always(Behaviour(body: [1])))
        let second = try FaultHTTPServer(
            address: 0x7F00_0002, port: first.port, otherwise: .always(Behaviour(body: [2])))
        let client = try CurlClient(CurlSettings(proxy: ""))
        var bodies: [[UInt8]] = []
        for address in ["127.0.0.1", "127.0.0.2", "127.0.0.1", "127.0.0.2"] {
            let request = HTTPRequest(
                url: "http://name.invalid:\(first.port)/", options: TransferOptions(pinnedAddress: address))
            bodies.append(try await client.send(request).body)
        }
        #expect(bodies == [[1], [2], [1], [2]])
        #expect(first.seen.connections == 1)
        #expect(second.seen.connections == 1)
    }

    @Test("a body may be cut at its limit", arguments: [999, 1000, 1001, 5000])
    func cut(_ size: Int) async throws {
        let server = try FaultHTTPServer(otherwise: .always(Behaviour(body: [UInt8](repeating: 7, count: size))))
        let options = TransferOptions(maxResponseBytes: 1000, cutsAtLimit: true)
        let response = try await CurlClient().send(HTTPRequest(url: server.baseURL, options: options))
        #expect(response.body.count == min(size, 1000))
    }
}
