import Testing

@testable import HTTPTransport

@Suite("Header fields")
struct HTTPHeadersTests {
    @Test("are found whatever their case")
    func lookup() {
        var headers: HTTPHeaders = ["Content-Type": "text/plain"]
        #expect(headers["content-TYPE"] == "text/plain")
        #expect(headers["content"] == nil)
        headers["CONTENT-type"] = "text/html"
        #expect(headers.values(for: "content-type") == ["text/html"])
        #expect(headers.fields.map(\.name) == ["Content-Type"])
    }

    @Test("keep order and repetitions")
    func order() {
        var headers: HTTPHeaders = ["b": "1", "a": "2"]
        headers.append("B", "3")
        #expect(headers.values(for: "b") == ["1", "3"])
        headers["b"] = "4"
        #expect(headers.fields.map(\.value) == ["4", "2"])
        headers["b"] = nil
        #expect(headers.fields.map(\.name) == ["a"])
    }

    @Test("never show a secret", arguments: ["Authorization", "X-API-Key", "api-key", "x-goog-api-key", "Cookie"])
    func secrets(_ name: String) {
        var headers = HTTPHeaders()
        headers.append(name, "s3cr3t")
        let request = HTTPRequest(url: "http://h/?key=s3cr3t", headers: headers, body: Array("s3cr3t".utf8))
        let response = HTTPResponse(status: 200, headers: headers)
        var dumped = ""
        dump(headers, to: &dumped)
        dump(request, to: &dumped)
        dump(response, to: &dumped)
        for text in ["\(headers)", "\(request)", "\(response)", String(reflecting: headers), dumped] {
            #expect(!text.contains("s3cr3t"))
            #expect(text.contains(Redaction.mark))
        }
    }

    @Test("are read from a response head")
    func parse() {
        let head = "HTTP/1.1 200 OK\r\nA: 1\r\nb:2  \r\nEmpty:\r\nbroken line\r\nSet-Cookie: x=1: y\r\n\r\n"
        let headers = HeadParser.parse(Array(head.utf8))
        #expect(headers.fields.map(\.name) == ["A", "b", "Empty", "Set-Cookie"])
        #expect(headers.fields.map(\.value) == ["1", "2", "", "x=1: y"])
    }
}

@Suite("Redaction")
struct RedactionTests {
    @Test(
        "of URLs",
        arguments: [
            ("https://h/p?key=abc&x=1", "https://h/p?key=<redacted>&x=1"),
            ("https://h/p?x=1&API_KEY=abc", "https://h/p?x=1&API_KEY=<redacted>"),
            ("https://user:pass@h:8/p", "https://h:8/p"),
            ("https://h/p#key=abc", "https://h/p"),
            ("https://h/a@b?q=é", "https://h/a@b?q=é"),
            ("nonsense", "nonsense"),
        ])
    func urls(_ url: String, _ shown: String) {
        #expect(Redaction.url(url) == shown)
    }

    @Test("of control characters and invalid bytes")
    func text() {
        #expect(Redaction.text([0x61, 0x1B, 0x5B, 0x0A, 0xFF, 0x62], limit: 10) == "a [ \u{FFFD}b")
        #expect(Redaction.text("a\u{202E}b".utf8, limit: 10) == "a b")
        #expect(Redaction.text(Array(repeating: 0x78, count: 1000), limit: 200).count == 200)
    }
}
