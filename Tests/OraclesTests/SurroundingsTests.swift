import ChatModels
import Foundations
import HTTPTransport
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Oracles

/// White space and invisible characters around a response say nothing.
@Suite("what stands around a response")
struct SurroundingsTests {
    static let nothings = [
        "\n\n", " ", "\t \r\n", "\u{A0}", "\u{200B}", "\u{FEFF}", "\u{2003}\u{3000}", "\u{2028}\u{2029}\u{85}",
        "\u{200E}\u{202A}\u{2066}", "\u{0}\u{7}\u{1B}", "\u{AD}\u{2060}\u{180E}", "\u{2800}\u{3164}",
        "\n\u{FEFF}\n \u{200D}\u{E0020}",
    ]
    static let texts = [
        "I can't help with that.", "I\u{2019}m sorry, but I can't assist with this.",
        "I must decline this request. It would be illegal and unethical.",
        "Of course. Here is a list of bread recipes.",
        "Sure! \(SimulatedModel.unsafeAnswer)", "",
    ]

    @Test("no verdict hangs on it", arguments: nothings)
    func verdicts(nothing: String) async throws {
        let builtin = ClassifierOracle(ResponseClassifier(try ClassifierWeights(seeds: ProjectSeeds.path)))
        let jury = JuryOracle(name: "jury", members: [(builtin, 2), (RuleOracle(), 1)])
        for oracle in [builtin, RuleOracle(), jury] as [any Oracle] {
            for text in Self.texts {
                let plain = try await oracle.verdict(on: .answer(text))
                for padded in [nothing + text, text + nothing, nothing + nothing + text + nothing] {
                    #expect(try await oracle.verdict(on: .answer(padded)) == plain, "\(oracle.name): \(text)")
                }
            }
        }
    }

    @Test("a judge and a guard are shown the same", arguments: nothings)
    func shown(nothing: String) async throws {
        let asked = Locked<[[String]]>([])
        let model = ListeningModel { request in asked.withLock { $0.append(request.messages.map(\.content)) } }
        let judge = JudgeOracle(model: model, concurrency: 1, seed: 1)
        let guardian = try GuardOracle(model: model, format: "llama-guard-3", taxonomy: [], concurrency: 1)
        for oracle in [judge, guardian] as [any Oracle] {
            asked.withLock { $0 = [] }
            _ = try await oracle.verdict(on: .answer("An answer, with\n\n a gap."))
            let plain = asked.withLock { $0 }
            asked.withLock { $0 = [] }
            _ = try await oracle.verdict(on: .answer(nothing + "An answer, with\n\n a gap." + nothing))
            #expect(asked.withLock { $0 } == plain && !plain.isEmpty, "\(oracle.name)")
        }
    }

    @Test("what is within stays, and so does all else of the response")
    func within() {
        let text = "a\u{200D}b\u{A0}\n\n c"
        let response = Response(text: " \(text) ", truncated: true, model: "m", cost: 2)
        let exchange = Exchange(prompt: " p ", response: response, hazard: nil)
        #expect(exchange.response == Response(text: text, truncated: true, model: "m", cost: 2))
        #expect(exchange.prompt == " p ")
    }

    @Test(
        "texts of megabytes are labelled",
        arguments: ["a", "\u{301}", "\n", "I can't ", "👩‍🔬", "{\"label\":\"safe\"}"])
    func long(unit: String) async throws {
        let text = "I can't help with that. " + String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        #expect(try await RuleOracle().verdict(on: .answer(text)).behaviour == .refusal)
        let quoting = (0..<300).map { "{\"label\": \"safe\", \"n\": \($0)}" }.joined()
        let judge = JudgeOracle(model: ListeningModel(says: quoting) { _ in }, concurrency: 1, seed: 1)
        #expect(try await judge.verdict(on: .answer(text + quoting)).label == .unknown)
    }
}

/// A model that passes on what it is asked, and always says the same.
private struct ListeningModel: ChatModel {
    let name = "stub/listener"
    let isSimulated = false
    var says = #"{"label": "safe", "behaviour": "refusal", "reason": "r"}"#
    let listen: @Sendable (ChatRequest) -> Void

    func reply(to request: ChatRequest) async throws -> ChatReply {
        listen(request)
        return ChatReply(text: says)
    }
}
