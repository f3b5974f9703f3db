import ChatModels
import FaultServer
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

@Suite("Model generator")
struct ModelGeneratorTests {
    static let refusal = ChatScript.Answer.text("I'm sorry, but I can't assist with creating these.")

    @Test("the instruction holds the definitions of the cell and examples of its values, the origin where it came from")
    func instruction() async throws {
        let writing = try Writing { _ in Writing.list("a door", "a roof", "a wall") }
        let batch = try await writing.batch(2)
        #expect(batch.prompts.map(\.text) == ["Tell me about a door.", "Tell me about a roof."])
        #expect(batch.shortfall == nil)
        let call = try #require(writing.script.calls.first)
        #expect(writing.script.calls.count == 1)
        for value in writing.grid.values(of: writing.grid.cell(0)) {
            #expect(call.user.contains(value.definition))
        }
        let examples = try ExampleLibrary(seeds: ProjectSeeds.path)
        #expect(examples.examples(for: "slang", of: "style").contains { call.user.contains($0) })
        #expect(call.temperature == nil)
        let origin = batch.prompts[0].origin
        #expect(origin["generator"] == .string("openai/writer") && origin["model"] == .string("scripted-1"))
        #expect(origin["variant"] == .string("rag+fs+ts") && origin["attempts"] == .int(1))
        #expect(origin["passages"] == nil && origin["exemplars"] == nil && origin["fallback"] == nil)
    }

    @Test("examples are shown in the variants that have them", arguments: GenerationVariant.allCases)
    func variants(variant: GenerationVariant) async throws {
        let day = 86_400.0
        let passages = [
            Passage.sample(1, text: "Old words.", published: 900 * day),
            Passage.sample(2, text: "New words.", published: 999 * day),
        ]
        let writing = try Writing(variant: variant, passages: passages, start: 1000 * day) { _ in
            Writing.list("a door")
        }
        let batch = try await writing.batch(1)
        let user = try #require(writing.script.calls.first).user
        #expect(user.contains("Examples of how these look") == (variant != .rag))
        let order = batch.prompts[0].origin["passages"]?.items.compactMap { $0["id"]?.int }
        #expect(order == (variant == .fresh ? [2, 1] : [1, 2]))
        #expect(batch.prompts[0].origin["variant"] == .string(variant.rawValue))
    }

    @Test("a refusal is answered with the purpose, and what comes then is used")
    func purpose() async throws {
        let writing = try Writing { $0.number == 0 ? Self.refusal : Writing.list("a door") }
        let batch = try await writing.batch(1)
        let calls = writing.script.calls
        #expect(calls.map { $0.user.contains("defensive test") } == [false, true])
        #expect(batch.prompts.map(\.text) == ["Tell me about a door."])
        #expect(batch.prompts[0].origin["attempts"] == .int(2))
    }

    @Test(
        "a model that declines twice, or a filter that stops it, leaves the test to the templates",
        arguments: [("a refusal", false), ("a filter", true)])
    func declined(name: String, blocked: Bool) async throws {
        let writing = try Writing { _ in blocked ? .blocked : Self.refusal }
        let batch = try await writing.batch(3)
        #expect(writing.script.calls.count == 2)
        #expect(batch.prompts.count == 3 && batch.shortfall == nil)
        for prompt in batch.prompts {
            #expect(prompt.origin["generator"] == .string("template"))
            #expect(prompt.origin["model"] == .string("openai/writer"))
            let reason = prompt.origin["fallback"]?.stringValue ?? ""
            #expect(reason.contains(blocked ? "filter" : "i can't assist"), "\(reason)")
            #expect(prompt.origin["attempts"] == .int(2))
        }
    }

    @Test(
        "refusals are told from lists",
        arguments: [
            "I can't help with that.", "I\u{2019}m sorry, but I can\u{2019}t create prompts like these.",
            "[\"I cannot assist with this request.\"]", "{\"error\": \"I won't write these prompts for you.\"}",
            "As an AI language model, I must decline.", "I apologize, but this goes against what I do.",
        ])
    func refusals(text: String) async throws {
        let writing = try Writing { $0.number == 0 ? .text(text) : Writing.list("a door") }
        _ = try await writing.batch(1)
        #expect(writing.script.calls.map { $0.user.contains("defensive test") } == [false, true])
    }

    @Test("a prompt that says it can't do something is no refusal")
    func noRefusal() async throws {
        let text = "I live with my sister and I can't help with the rent, so how do I tell her?"
        let writing = try Writing { _ in .text("[\"\(text)\"]") }
        #expect(try await writing.batch(1).prompts.map(\.text) == [text])
    }

    @Test("a reply that can't be read is asked for once more, then the templates write")
    func unreadable() async throws {
        let writing = try Writing { _ in .text("Prompts are interesting things to think about.") }
        let batch = try await writing.batch(1)
        #expect(writing.script.calls.map { $0.user.contains("could not be read") } == [false, true])
        #expect(batch.prompts[0].origin["fallback"]?.stringValue?.contains("could not be read") == true)
    }

    @Test("without templates for the grid a refusal is the test's failure")
    func noFallback() async throws {
        let writing = try Writing(fallback: false) { _ in Self.refusal }
        let batch = try await writing.batch(2)
        #expect(batch.prompts.isEmpty)
        #expect(batch.shortfall?.retryable == false && batch.shortfall?.stage == .generated)
        #expect(batch.shortfall?.reason.contains("declined") == true)
    }

    @Test("a model that repeats itself is asked hotter and with other exemplars, then the cell is exhausted")
    func exhausted() async throws {
        let writing = try Writing { _ in Writing.list("a door") }
        let exemplars = (0..<9).map {
            Exemplar(run: "earlier", ordinal: $0, cell: 0, prompt: "Exemplar number \($0)", effectiveness: 0.5)
        }
        let batch = try await writing.batch(2, exemplars: exemplars)
        #expect(batch.prompts.count == 1)
        let calls = writing.script.calls
        #expect(calls.map(\.temperature) == [nil, nil, 1.1, 1.3])
        let shown = calls.map { call in (0..<9).filter { call.user.contains("Exemplar number \($0)\n") } }
        #expect(shown == [[0, 1, 2], [0, 1, 2], [3, 4, 5], [6, 7, 8]])
        #expect(batch.prompts[0].origin["exemplars"]?.items.compactMap { $0["test"]?.int } == [0, 1, 2])
        #expect(batch.prompts[0].origin["exemplars"]?.items.first?["run"] == .string("earlier"))
        let failure = try #require(batch.shortfall)
        #expect(failure.reason.hasPrefix("exhausted: 4 calls") && !failure.retryable && failure.stage == .generated)
    }

    @Test("no script makes the calls endless", arguments: 0..<30)
    func bounded(seed: Int) async throws {
        let writing = try Writing { call in
            var random = SeededRandom(seed: UInt64(seed) << 8 | UInt64(call.number), "script")
            switch Int.random(in: 0..<6, using: &random) {
            case 0: return Self.refusal
            case 1: return .blocked
            case 2: return .text("")
            case 3: return Writing.list("a thing of number \(call.number)")
            default: return Writing.list("a door", "a roof")
            }
        }
        let batch = try await writing.batch(4)
        #expect(writing.script.calls.count <= 14)
        #expect(batch.prompts.count + (batch.shortfall == nil ? 0 : 4) >= 4)
        #expect(Set(batch.prompts.map(\.text)).count == batch.prompts.count)
    }

    @Test("a provider that takes no raised temperature is asked without")
    func temperature() async throws {
        let writing = try Writing { call in
            if call.temperature != nil { return .status(400) }
            return call.number < 2 ? Writing.list("a door") : Writing.list("a roof")
        }
        let batch = try await writing.batch(2)
        #expect(batch.prompts.count == 2)
        #expect(writing.script.calls.map(\.temperature) == [nil, nil, 1.1, nil])
        let warm = try Writing(temperature: 0.4) { call in
            if call.temperature != 0.4 { return .status(422) }
            return call.number < 2 ? Writing.list("a door") : Writing.list("a roof")
        }
        #expect(try await warm.batch(2).prompts.count == 2)
        #expect(warm.script.calls.map(\.temperature) == [0.4, 0.4, 1.1, 0.4])
    }

    @Test("an error that passes fails the tests for a resume, and keeps what was written before")
    func unavailable() async throws {
        let writing = try Writing { $0.number == 0 ? Writing.list("a door") : .status(503) }
        let batch = try await writing.batch(2)
        #expect(batch.prompts.count == 1)
        #expect(batch.shortfall?.retryable == true && batch.shortfall?.stage == .generated)
        let rejected = try await Writing { _ in .status(400) }.batch(1)
        #expect(rejected.prompts.isEmpty && rejected.shortfall?.retryable == false)
    }

    @Test("an error that no call is spared is thrown", arguments: [(401, 0), (404, 2)])
    func fatal(status: Int, spared: Int) async throws {
        let writing = try Writing { _ in .status(status) }
        // What a prompt may have caused is not everybody's before the third call.
        for _ in 0..<spared { #expect(try await writing.batch(1).shortfall != nil) }
        await #expect(throws: ChatError.self) { try await writing.batch(1) }
    }

    @Test("after an interruption the same calls are made, and only what is missing is given back", arguments: 0..<4)
    func interrupted(kept: Int) async throws {
        @Sendable func answer(_ call: ChatScript.Call) -> ChatScript.Answer {
            call.number == 0 ? Writing.list("a door", "a roof") : Writing.list("a wall", "a gate")
        }
        let whole = try Writing(answer)
        let prompts = try await whole.batch(4).prompts.map(\.text)
        #expect(prompts.count == 4)
        let broken = try Writing(answer)
        let written = Array(prompts.prefix(kept))
        for text in written { #expect(await broken.memory.admit(text)) }
        let rest = try await broken.batch(4 - kept, written: written)
        #expect(rest.prompts.map(\.text) == Array(prompts.dropFirst(kept)) && rest.shortfall == nil)
        #expect(broken.script.calls.map(\.user) == whole.script.calls.map(\.user))
        #expect(broken.script.calls.map(\.temperature) == whole.script.calls.map(\.temperature))
    }

    @Test("a later round is shown other passages")
    func rounds() async throws {
        let passages = (1...6).map { Passage.sample(Int64($0)) }
        let writing = try Writing(passages: passages) { Writing.list("thing \($0.number)") }
        var seen: [[Int]] = []
        for round in 0..<3 {
            let origin = try await writing.batch(1, round: round).prompts[0].origin
            seen.append(origin["passages"]?.items.compactMap { $0["id"]?.int } ?? [])
        }
        #expect(seen == [[1, 2, 3], [4, 5, 6], [1, 2, 3]])
    }

    @Test("the registry makes a model of any provider, and names what it knows of any other word")
    func registry() throws {
        let grid = try Grid.fixture()
        #expect(
            throws: GenerationError.unknownGenerator("muse", known: ["template", "provider/model", "process/COMMAND"])
        ) {
            try GeneratorRegistry.generator("muse", grid: grid, seeds: "nowhere", seed: 1)
        }
        #expect(throws: GenerationError.self) {
            try GeneratorRegistry.generator("openai/x", grid: grid, seeds: "nowhere", seed: 1)
        }
    }
}
