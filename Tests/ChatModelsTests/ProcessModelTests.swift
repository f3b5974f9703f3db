import Foundation
import Testing

@testable import ChatModels

@Suite struct ProcessModelTests {
    private func model(_ command: String, timeout: Duration = .seconds(20)) throws -> any ChatModel {
        try ModelRegistry.model(
            "process/\(command)", baseURL: nil,
            context: context(["PATH": "/usr/bin:/bin", "UNIT": "here"], processTimeout: timeout))
    }

    @Test(arguments: [
        ("cat", "two\nlines", "two\nlines"), ("/usr/bin/wc -c", "ä", "2"),
        ("sh -c 'cat; echo \" $UNIT\"'", "a", "a here"),
        ("printf '%s|' \"a b\" c\\ d", "", "a b|c d|"), ("true", "ignored", ""),
    ])
    func answersOnStandardOutput(command: String, prompt: String, text: String) async throws {
        #expect(try await model(command).reply(to: ask(prompt)).text == text)
    }

    @Test func largePromptsAndAnswersPass() async throws {
        let prompt = String(repeating: "0123456789abcdef", count: 40_000)
        #expect(try await model("cat").reply(to: ask(prompt)).text == prompt)
    }

    @Test(arguments: [
        ("/no/such/program", "can't be started"), ("no-such-program-anywhere", "can't be started"),
        ("sh -c 'echo wrong >&2; exit 3'", "wrong"), ("printf '\\377'", "not UTF-8"),
        ("head -c 5000000 /dev/zero", "bytes of output"),
    ])
    func failuresSayWhy(command: String, part: String) async throws {
        let error = await #expect(throws: ChatError.self) { try await model(command).reply(to: ask("x")) }
        #expect(error?.description.contains(part) == true, "\(String(describing: error))")
    }

    /// The child's own child holds the pipe open; only ending the whole group lets the call return.
    @Test func timeoutEndsTheWholeGroup() async throws {
        let mark = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)").path
        let command = "sh -c 'sleep 600 & echo $! > \(mark); wait'"
        let error = await #expect(throws: ChatError.self) {
            try await model(command, timeout: .milliseconds(700)).reply(to: ask("x"))
        }
        #expect(error?.description.contains("no answer") == true)
        let id = try #require(
            Int32(String(contentsOfFile: mark, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(await isGone(id))
        try FileManager.default.removeItem(atPath: mark)
    }

    /// Whether the process ends, or is a corpse that nobody has collected yet.
    private func isGone(_ id: Int32) async -> Bool {
        for _ in 0..<500 {
            guard let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return true }
            if status.contains(") Z ") { return true }
            await Task.yield()
        }
        return false
    }

    @Test(arguments: ["'open", "\"open", "  "])
    func badCommandLinesAreRefused(command: String) {
        #expect(throws: ChatError.self) { try model(command) }
    }
}
