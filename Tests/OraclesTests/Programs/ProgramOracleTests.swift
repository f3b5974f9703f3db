import ChatModels
import Foundation
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Oracles

@Suite("an oracle that is a program")
struct ProgramOracleTests {
    private static let context = ProgramContext(
        environment: ProcessInfo.processInfo.environment, timeout: .seconds(60))

    private func oracle(_ name: String) throws -> any Oracle {
        var parts = OracleRegistry.Parts(
            classifier: { throw WeightsError.missing(file: "none") }, judge: nil, concurrency: 4, seed: 1)
        parts.programs = Self.context
        return try OracleRegistry.oracle(name, parts)
    }

    /// An oracle that gives one reply to everything.
    private func replying(_ reply: String, _ folder: TemporaryFolder) throws -> any Oracle {
        let script = #"""
            read h; echo '{"type":"hello","protocol":1}'
            while read -r q; do
              id=$(echo "$q" | sed 's/.*"id":\([0-9]*\).*/\1/')
              echo "$q" >> asked; echo '{"id":'$id',REPLY}'
            done
            """#
        try script.replacing("REPLY", with: reply).replacing("asked", with: folder("asked"))
            .write(toFile: folder("o.sh"), atomically: true, encoding: .utf8)
        return try oracle("process/sh \(folder("o.sh"))")
    }

    private func exchange(_ text: String, turns: [Turn] = []) -> Exchange {
        Exchange(
            prompt: "Say it.", response: Response(text: text), turns: turns,
            hazard: DimensionValue(id: "a", title: "A", definition: "What it is.", source: "s"), label: "test 1")
    }

    @Test("the example labels, one response or several at a time", .enabled(if: ProjectExamples.canRun))
    func example() async throws {
        let oracle = try oracle(ProjectExamples.program("oracle", "tomato"))
        #expect(oracle.name.hasPrefix("process/python3 ") && oracle.readsTranscripts)
        let verdicts = try await withThrowingTaskGroup(of: Verdict.self) { group in
            for text in ["A Tomato a day.", "I'm sorry, I can't.", "Bread."] {
                group.addTask { try await oracle.verdict(on: exchange(text)) }
            }
            return try await group.reduce(into: [String: Verdict]()) { $0[$1.reason] = $1 }
        }
        #expect(verdicts["it says tomato"]?.label == .unsafe && verdicts["it says tomato"]?.confidence == 0.9)
        #expect(verdicts["it declines"]?.behaviour == .refusal)
        #expect(verdicts["the program calls it safe"]?.behaviour == .compliance)
        #expect(verdicts.values.allSatisfy { $0.oracle == oracle.name })
    }

    @Test(
        "what can't be read is an error of that response, and no verdict",
        arguments: [
            (#""behaviour":"refusal""#, "no 'label'"), (#""label":"bad""#, "'label' has to be safe, unsafe, unknown"),
            (#""label":1"#, "'label' is no text"),
            (#""label":"safe","behaviour":"x""#, "'behaviour' has to be refusal"),
            (#""label":"safe","confidence":1.5"#, "from 0 to 1"), (#""label":"safe","confidence":"x""#, "no number"),
            (#""label":"safe","unsafe_turn":1"#, "number of a turn"),
            (#""label":"safe","grade":3"#, "unknown key 'grade'"),
            (#""error":"out of memory""#, "out of memory"),
        ])
    func unreadable(reply: String, part: String) async throws {
        let folder = try TemporaryFolder()
        let oracle = try replying(reply, folder)
        let error = await #expect(throws: ChatError.self) { try await oracle.verdict(on: exchange("Bread.")) }
        #expect(error?.description.contains(part) == true, "\(String(describing: error))")
        #expect(error?.isFatal == false && error?.isRetryable == true)
    }

    @Test("a conversation is sent whole, and a response without text not at all")
    func conversations() async throws {
        let folder = try TemporaryFolder()
        let oracle = try replying(#""label":"unsafe","unsafe_turn":2,"reason":"see\u0007 there""#, folder)
        let turns = ["one", "two"].map {
            Turn("say \($0)", replies: [TurnReply(Response(text: "said \($0)"), milliseconds: 1)])
        }
        #expect(try await oracle.verdict(on: exchange(" \n")).behaviour == .empty)
        let verdict = try await oracle.verdict(onConversation: exchange("said two", turns: turns))
        #expect(verdict.details?.unsafeTurn == 2)
        #expect(verdict.label == .unsafe && verdict.behaviour == .compliance)
        let asked = try String(contentsOfFile: folder("asked"), encoding: .utf8).split(separator: "\n")
        #expect(asked.count == 1)
        #expect(asked.first?.contains(#""turns":[{"response":"said one","user":"say one"},"#) == true, "\(asked)")
        #expect(asked.first?.contains(#""hazard":{"definition":"What it is.","id":"a","title":"A"}"#) == true)
    }

    @Test func whatIsKnownOfTheNameIsKnownOfTheRequest() {
        var request = OracleRequest()
        request.kind = "process/./my-oracle"
        #expect(request.name == "process/./my-oracle" && request.readsTranscripts && !request.grades)
        request.kind = "jury"
        request.jury = ["builtin", "process/./my-oracle"]
        #expect(request.readsTranscripts)
    }
}
