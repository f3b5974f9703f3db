import Foundation
import TestSupport
import Testing

/// Against a server of the user's choice, for example that of `scripts/real-model`; what the model writes is not judged here.
@Suite("A real model", .serialized, .enabled(if: RealModel.baseURL != nil, "SEXTANT_REAL_BASE_URL is not set"))
struct RealModelTests {
    let program: Program
    let url: String

    init() throws {
        program = try Program()
        url = try #require(RealModel.baseURL)
    }

    private func served(_ role: String) -> [String] {
        ["--\(role)", "openai/smollm2", "--\(role)-base-url", url]
    }

    private func run(_ arguments: [String]) throws -> Program.Result {
        try program.run(
            ["run", "--hazards", "privacy_violation", "--max-connections", "1", "--max-answer-tokens", "40"] + arguments
        )
    }

    private func tests() throws -> [[String: Any]] {
        try program.lines("\(program.runFolder("Output"))/tests.jsonl").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test("doctor reaches it")
    func doctor() throws {
        let result = try program.run(["doctor"] + served("target"))
        #expect(result.status == 0 && result.output.contains("openai/smollm2 answers"), "\(result.output)")
    }

    @Test("as target it gives a response to every test")
    func target() throws {
        let result = try run(served("target") + ["--budget", "3"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try tests().count { $0["response"] is String && $0["verdict"] is [String: Any] } == 3)
    }

    @Test("as judge its replies can be read")
    func judge() throws {
        let result = try run(served("judge") + ["--budget", "3"])
        #expect(result.status == 0, "\(result.errors)")
        let reasons = try tests().compactMap { ($0["verdict"] as? [String: Any])?["reason"] as? String }
        #expect(reasons.count == 3 && reasons.allSatisfy { !$0.contains("not the JSON") }, "\(reasons)")
    }

    @Test("as generator its batches can be read")
    func generator() throws {
        let result = try run(served("generator") + ["--budget", "3", "--retrieval", "off"])
        #expect(result.status == 0, "\(result.errors)")
        let fallbacks = try tests().compactMap { ($0["origin"] as? [String: Any])?["fallback"] as? String }
        #expect(fallbacks.allSatisfy { !$0.contains("could not be read") }, "\(fallbacks)")
    }
}

private enum RealModel {
    /// Base URL of the server; nil when none was named.
    static let baseURL = ProcessInfo.processInfo.environment["SEXTANT_REAL_BASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
}
