import Testing

@testable import HTTPTransport

@Suite("hosts that are asked without the proxy")
struct ProxyExceptionsTests {
    @Test(
        "ports and wildcards are put as libcurl takes them",
        arguments: [
            ("localhost:8080,10.0.0.0/8", "http://localhost:8080/v1", "localhost,10.0.0.0/8"),
            ("localhost:8080, b", "http://localhost:9090/", "b"), ("h:443", "https://h/x", "h"),
            ("h:443", "http://h/x", ""),
            ("*.corp.example,x", "http://a.corp.example/", ".corp.example,x"),
            ("[::1]:81", "http://[::1]:81/", "[::1]"),
            ("::1,*.b", "http://[::1]:81/", "::1,.b"),
        ])
    func list(written: String, url: String, expected: String) {
        #expect(ProxyExceptions.list(written, for: url) == expected)
    }

    @Test("what libcurl reads by itself is left to it", arguments: [nil, "*", "localhost,.corp.example", "10.0.0.0/8"])
    func plain(written: String?) {
        #expect(ProxyExceptions.list(written, for: "http://localhost:8080/") == nil)
    }
}
