import Foundation
import Foundations
import Testing

@testable import Environments

/// The server by pipes, as by standard input and output.
@Suite struct MCPLinesTests {
    private func answers(to input: String, _ registry: SessionRegistry) async throws -> [JSONValue] {
        let (there, back) = (Pipe(), Pipe())
        let lines = MCPLines(
            registry, session: "s", input: there.fileHandleForReading.fileDescriptor,
            output: back.fileHandleForWriting.fileDescriptor, maximumLine: 2_000)
        // In pieces that end anywhere.
        Thread.detachNewThread {
            let bytes = Array(input.utf8)
            for start in stride(from: 0, to: bytes.count, by: 700) {
                there.fileHandleForWriting.write(Data(bytes[start..<min(start + 700, bytes.count)]))
            }
            try? there.fileHandleForWriting.close()
        }
        await lines.run()
        try back.fileHandleForWriting.close()
        let said = String(decoding: try back.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(said.isEmpty || said.hasSuffix("\n"))
        return said.split(separator: "\n").map { MCPSamples.json(String($0)) }
    }

    @Test func oneMessageALine() async throws {
        let registry = try MCPSamples.registry()
        let input = [
            MCPSamples.initialize, "", #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
            MCPSamples.call("read_message", #"{"id":"m4"}"#, id: 1), "{", String(repeating: "x", count: 5_000),
            MCPSamples.stateless("tools/list"), MCPSamples.call("list_messages", id: 2), "cut off",
        ].joined(separator: "\n")
        let answers = try await answers(to: input, registry)
        #expect(answers.map { $0.at("id") } == [.int(0), .int(1), .null, .null, .string("s"), .int(2)])
        #expect(answers[2].at("error", "code") == .int(-32700))
        #expect(answers[3].at("error", "code") == .int(-32600))
        let record = try #require(await registry.take("s"))
        #expect(record.session.trace.count == 2)
        #expect(record.oversizedMessages == 1)
    }

    @Test func aCancelledTaskEnds() async throws {
        let registry = try MCPSamples.registry()
        let (there, back) = (Pipe(), Pipe())
        let lines = MCPLines(
            registry, session: "s", input: there.fileHandleForReading.fileDescriptor,
            output: back.fileHandleForWriting.fileDescriptor)
        let task = Task { await lines.run() }
        task.cancel()
        await task.value
        try there.fileHandleForWriting.close()
    }
}
