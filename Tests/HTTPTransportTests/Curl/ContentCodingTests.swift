import FaultServer
import Foundations
import Testing

@testable import HTTPTransport

@Suite("A body is read by its bytes, whatever its label says")
struct ContentCodingTests {
    private static let plain = Array(#"{"text": "grüß dich"}"#.utf8)
    private static let packed = (try? Gzip.packed(plain, level: 6)) ?? []
    /// The text "hello" in zlib's format, and in Brotli's.
    private static let zlib: [UInt8] = [0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 7, 0, 6, 0x2C, 2, 0x15]
    private static let brotli: [UInt8] = [0x0B, 2, 0x80, 0x68, 0x65, 0x6C, 0x6C, 0x6F, 3]

    private func get(
        _ label: String?, _ body: [UInt8], status: Int = 200, type: String = "application/json",
        _ options: TransferOptions = .default
    ) async throws -> HTTPResponse {
        let headers = [("Content-Type", type)] + (label.map { [("Content-Encoding", $0)] } ?? [])
        let server = try FaultHTTPServer(
            otherwise: .always(Behaviour(status: status, headers: headers, body: body)))
        let response = try await CurlClient().send(HTTPRequest(url: server.baseURL, options: options))
        #expect(server.seen.lastHead.split(whereSeparator: \.isNewline).contains("Accept-Encoding: gzip"))
        return response
    }

    @Test(
        "text comes out, packed or not",
        arguments: [
            ("gzip", packed), ("GZip", packed), ("x-gzip", packed), ("gzip", plain), ("br", plain), ("deflate", plain),
            ("utf-8", plain), ("identity", packed), ("none", packed), (nil, packed), (nil, plain), ("utf-8", packed),
            ("gzip, gzip", packed), ("br", packed), ("gzip", []), ("br", []),
        ])
    func text(label: String?, body: [UInt8]) async throws {
        #expect(try await get(label, body).body == (body.isEmpty ? [] : Self.plain))
    }

    @Test(
        "other bytes come out as they are, or as they are meant",
        arguments: [
            (nil, "application/json", [0xFF, 0, 0xC0], [0xFF, 0, 0xC0]),
            ("utf-8", "image/png", [0x89, 0x50, 0], [0x89, 0x50, 0]),
            ("gzip", "text/html", Array("<p>caf".utf8) + [0xE9], Array("<p>caf".utf8) + [0xE9]),
            ("deflate", "text/plain", zlib, Array("hello".utf8)), (nil, "application/gzip", packed, packed),
            (nil, "application/octet-stream", packed, packed), (nil, "text/plain", [0x1F, 0x8B, 8], [0x1F, 0x8B, 8]),
        ] as [(String?, String, [UInt8], [UInt8])])
    func bytes(label: String?, type: String, body: [UInt8], expected: [UInt8]) async throws {
        #expect(try await get(label, body, type: type).body == expected)
    }

    @Test("what can't be unpacked is an error that names the label and the remedy", arguments: ["br", "zstd", "gzip"])
    func unreadable(label: String) async throws {
        let error = await #expect(throws: HTTPError.self) { try await get(label, Self.brotli) }
        #expect(error?.summary == "Content-Encoding: \(label), which can't be read")
        #expect(error.map { "\($0)".contains("have the server send it plain") } == true)
        #expect(error?.isRetryable == false)
        // A status that tells of a fault is worth more than its text.
        #expect(try await get(label, Self.brotli, status: 503).status == 503)
    }

    @Test("a packed body that is cut is an error, and so is one that grows too large")
    func broken() async throws {
        let cut = await #expect(throws: HTTPError.self) { try await get("gzip", Array(Self.packed.dropLast(9))) }
        #expect(cut?.summary == "truncated body")
        let zeros = try Gzip.packed([UInt8](repeating: 0x20, count: 50_000), level: 9)
        let small = TransferOptions(maxResponseBytes: 1000)
        let grown = await #expect(throws: HTTPError.self) { try await get("gzip", zeros, small) }
        #expect(grown?.summary == "response too large")
        let cuts = TransferOptions(maxResponseBytes: 1000, cutsAtLimit: true)
        #expect(try await get("gzip", zeros, cuts).body.count == 1000)
    }
}
