import FlyingFox
import FlyingSocks
import Foundation
import HTTPTransport
import Records
import Retrieval
import Storage
import TestSupport
import Testing

/// Vectors come from a server of the test's own, made up but deterministic: one direction for the desert, one for all else.
@Suite("Vectors of passages on the command line")
struct EmbeddingCommandTests {
    private struct Input: Decodable {
        let input: [String]
    }

    private let program: Program

    init() throws {
        program = try Program()
        let folder = program.folder("pages")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in [("sea", "The walrus rests on ice."), ("land", "The camel walks through sand.")] {
            let body = Array(repeating: text, count: 12).joined(separator: " ")
            try "<html><head><title>\(name)</title></head><body><article><p>\(body)</p></article></body></html>"
                .write(toFile: "\(folder)/\(name).html", atomically: true, encoding: .utf8)
        }
    }

    private func withServer(_ body: (String) throws -> Void) async throws {
        let server = HTTPServer(address: .loopback(port: 0))
        await server.appendRoute("POST /v1/embeddings") { request in
            guard request.headers[HTTPHeader("Authorization")] == "Bearer secret-key" else {
                return FlyingFox.HTTPResponse(statusCode: .unauthorized)
            }
            let texts = try JSONDecoder().decode(Input.self, from: try await request.bodyData).input
            let items = texts.enumerated().map { index, text in
                let isDry = text.contains("camel") || text.contains("desert")
                return "{\"index\":\(index),\"embedding\":\(isDry ? "[1,0]" : "[0,1]")}"
            }
            return FlyingFox.HTTPResponse(
                statusCode: .ok, body: Data("{\"data\":[\(items.joined(separator: ","))]}".utf8))
        }
        let running = Task { try await server.run() }
        defer { running.cancel() }
        try await server.waitUntilListening()
        switch await server.listeningAddress {
        case .ip4(_, let port)?, .ip6(_, let port)?: try body("http://localhost:\(port)")
        default: Issue.record("the server has no port")
        }
    }

    @Test("retrieve stores them and passages finds by them, with the settings of the configuration file")
    func joined() async throws {
        try await withServer { address in
            try "pages: {embedder: made-up, embedder-base-url: \"\(address)\"}"
                .write(toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
            let key = ["OPENAI_API_KEY": "secret-key"]
            let first = try program.run(["retrieve", "--html", "pages", "--json", "--quiet"], environment: key)
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output.contains("\"vectors\":2"), "\(first.output)")
            let second = try program.run(["retrieve", "--html", "pages", "--json", "--quiet"], environment: key)
            #expect(second.output.contains("\"vectors\":0"), "\(second.output)")
            // No word of the query is on the page.
            let found = try program.run(["passages", "desert", "--json"], environment: key)
            #expect(found.output.split(separator: "\n").first?.contains("camel") == true, "\(found.errors)")
            #expect(!(first.output + first.errors + found.output + found.errors).contains("secret-key"))
        }
    }

    @Test("without its key the pages are kept, and the fault is named")
    func refused() async throws {
        try await withServer { address in
            let result = try program.run([
                "retrieve", "--html", "pages", "--embedder", "made-up", "--embedder-base-url", address,
            ])
            #expect(result.status == 2, "\(result.errors)")
            #expect(result.errors.contains("OPENAI_API_KEY"), "\(result.errors)")
            let found = try program.run(["passages", "walrus"])
            #expect(found.output.contains("sea"), "\(found.errors)")
        }
    }
}
