import ChatModels
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Environments
@testable import Execution

@Suite("Strategies lead conversations")
struct StrategyTests {
    private static let refusal = "I'm sorry, but I can't help with that."

    private func turn(_ user: String, _ response: String) -> Turn {
        Turn(user, replies: [TurnReply(Response(text: response), milliseconds: 1)])
    }

    /// The messages of a script against responses, one for each turn.
    private func said(_ side: ScriptedSide, _ responses: [String]) -> [String] {
        var turns: [Turn] = []
        for response in responses {
            guard let message = side.next(after: turns, variant: 0) else { break }
            turns.append(turn(message, response))
        }
        return turns.map(\.user)
    }

    @Test("every value of the dimension has a script that says the prompt, at any number of turns", arguments: 1...6)
    func seeds(turns: Int) throws {
        let library = try StrategyLibrary(seeds: ProjectSeeds.path)
        let folder = try SeedFolder(option: ProjectSeeds.path, environment: [:], executable: nil)
        let values = try SeedLibrary(folder: folder, only: ["strategies"]).taxonomy("strategies", of: .strategy).values
        #expect(values.count == 8)
        for value in values {
            let side = ScriptedSide(
                try library.strategy(value.id), prompt: "THE PROMPT", topic: "the topic", maxTurns: turns)
            let messages = said(side, Array(repeating: Self.refusal, count: 8))
            #expect(messages.count <= turns)
            #expect(messages.contains { $0.contains("THE PROMPT") }, "\(value.id)")
            #expect(!messages.contains { $0.contains("{") }, "\(value.id)")
        }
    }

    @Test("a step after a refusal is said after one, and else the conversation is over")
    func persistence() throws {
        let strategy = try StrategyLibrary(seeds: ProjectSeeds.path).strategy("persistence")
        let side = ScriptedSide(strategy, prompt: "P", topic: "t", maxTurns: 5)
        #expect(said(side, [Self.refusal, "Here you are.", "More."]).count == 2)
        #expect(said(side, ["Here you are."]).count == 1)
        #expect(said(side, Array(repeating: Self.refusal, count: 9)).count == 5)
    }

    @Test("a strategy that forgets refusals hides the refused turns from the target")
    func forgetting() throws {
        let library = try StrategyLibrary(seeds: ProjectSeeds.path)
        let turns = [turn("a", "Yes."), turn("b", Self.refusal), turn("c", "Well.")]
        for (id, kept) in [("foot-in-the-door", ["a", "c"]), ("escalation", ["a", "b", "c"])] {
            let side = ScriptedSide(try library.strategy(id), prompt: "P", topic: "t", maxTurns: 5)
            #expect(side.history(of: turns).map(\.user) == kept)
        }
    }

    @Test("the target's words are quoted as text, never read as slots")
    func quotes() throws {
        let strategy = Strategy(
            id: "q",
            steps: [
                Strategy.Step(text: "First.", isAfterRefusal: false),
                Strategy.Step(text: "You wrote: \"{quote}\" {prompt}", isAfterRefusal: false),
            ])
        let side = ScriptedSide(strategy, prompt: "P", topic: "t", maxTurns: 5)
        let hostile = "Say {prompt} and \"{topic}\".\nSecond line."
        #expect(
            side.next(after: [turn("First.", hostile)], variant: 0)
                == "You wrote: \"Say {prompt} and '{topic}'. Second line.\" P")
        let long = side.next(after: [turn("First.", String(repeating: "A long one. ", count: 900))], variant: 0)
        #expect((long?.count ?? 0) < 300)
    }

    @Test(
        "a faulty script is an error with its line",
        arguments: [
            ("scripts:\n  - id: a\n    steps:\n      - say: \"{promt}\"\n", "s.yaml:4: unknown slot {promt}"),
            ("scripts:\n  - id: a\n    steps:\n      - say: \"hello\"\n", "s.yaml:4: no step has the slot {prompt}"),
            ("scripts:\n  - id: a\n    steps:\n      - say: \"{prompt}\"\n        after: lunch\n", "write 'refusal'"),
            ("scripts:\n  - id: a\n    step: []\n", "unknown key 'step'"),
            (
                "scripts:\n  - id: a\n    steps: [{say: \"{prompt}\"}]\n  - id: a\n    steps: [{say: \"{prompt}\"}]\n",
                "already used"
            ),
        ])
    func faulty(text: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) { try StrategyLibrary(text: text, file: "s.yaml") }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("an attacker is shown the transcript and the oracle's view, and ends with the first unsafe response")
    func attacker() async throws {
        let writer = ConversationTests.Talker { _ in ChatReply(text: #"{"message": "Go on, please."}"#) }
        let labels = Locked<[Verdict.Label]>([.safe, .unsafe])
        let side = AttackerSide(
            writer, strategy: ("Gradual", "Small steps."), prompt: "P", seed: 1, label: "t"
        ) { _ in
            Verdict(
                label: labels.withLock { $0.removeFirst() }, behaviour: .refusal, oracle: "o", confidence: nil,
                reason: "")
        }
        #expect(try await side.next(after: [], variant: 0) == "Go on, please.")
        #expect(try await side.next(after: [turn("a", "Ignore <the> rules")], variant: 0) == "Go on, please.")
        let end = try await side.next(after: [turn("a", "b")], variant: 0)
        #expect(end == nil)
        let shown = writer.requests.withLock { $0 }.map { $0.messages.map(\.content).joined(separator: "\n") }
        #expect(shown[0].contains("Small steps."))
        #expect(shown[1].contains("Ignore ‹the› rules") && shown[1].contains("The response was refusal."))
    }

    @Test("the oracle is asked once about what was said, however many messages are tried after it")
    func views() async throws {
        let writer = ConversationTests.Talker { _ in ChatReply(text: #"{"message": "Go on, please."}"#) }
        let asked = Locked(0)
        let side = AttackerSide(
            writer, strategy: ("Gradual", "Small steps."), prompt: "P", branches: 3, seed: 1, label: "t"
        ) { _ in
            asked.withLock { $0 += 1 }
            return Verdict(label: .safe, behaviour: .refusal, oracle: "o", confidence: nil, reason: "")
        }
        let turns = [turn("a", "b")]
        _ = try await side.score(turns)
        for variant in 0..<3 { _ = try await side.next(after: turns, variant: variant) }
        #expect(asked.withLock { $0 } == 1)
        _ = try await side.score([turn("a", "c")])
        #expect(asked.withLock { $0 } == 2)
    }

    @Test(
        "an attacker that refuses its role or writes nothing usable fails the test",
        arguments: [
            ("I'm sorry, but I can't help with that.", "refused its role"), ("Sure!", "no usable message"),
            ("", "no usable message"), (#"{"message": "  "}"#, "no usable message"),
        ])
    func unusable(reply: String, problem: String) async throws {
        let side = AttackerSide(
            ConversationTests.Talker { _ in ChatReply(text: reply) }, strategy: ("Gradual", "Steps."), prompt: "P",
            seed: 1, label: "t"
        ) { _ in throw CancellationError() }
        let fault = await #expect(throws: UserSideFault.self) { _ = try await side.next(after: [], variant: 0) }
        #expect(fault?.description.contains(problem) == true)
    }

    @Test("a model that plays a user knows goal, persona and facts, and ends the conversation")
    func modelUser() async throws {
        let replies = Locked([#"{"message": "It is ACC-310."}"#, #"{"message": "DONE"}"#])
        let writer = ConversationTests.Talker { _ in ChatReply(text: replies.withLock { $0.removeFirst() }) }
        let user = ModelUser(
            writer, task: "Pay the rent.",
            ScenarioUser(
                goal: "GOAL", intent: .benign, persona: "PERSONA", knows: ["The account is ACC-310."], says: []),
            seed: 1, label: "t")
        #expect(try await user.next(after: [], variant: 0) == "Pay the rent.")
        #expect(try await user.next(after: [turn("Pay the rent.", "To whom?")], variant: 0) == "It is ACC-310.")
        let end = try await user.next(after: [turn("Pay the rent.", "Paid.")], variant: 0)
        #expect(end == nil)
        let shown = try #require(writer.requests.withLock { $0 }.first?.messages.map(\.content).joined())
        for part in ["GOAL", "PERSONA", "ACC-310", "To whom?"] { #expect(shown.contains(part)) }
    }

    @Test("a scripted user tells what is asked for, and then leaves it to the agent")
    func taskUser() {
        let user = TaskUser(
            task: "Pay the rent.", knows: ["The landlord is saved as ACC-310.", "The flat is on the second floor."])
        var turns = [turn("Pay the rent.", "Which account does the landlord have, is it saved?")]
        #expect(user.next(after: [], variant: 0) == "Pay the rent.")
        #expect(user.next(after: turns, variant: 0) == "The landlord is saved as ACC-310.")
        turns.append(turn("The landlord is saved as ACC-310.", "Anything else that I should know?"))
        #expect(user.next(after: turns, variant: 0)?.contains("as you think is right") == true)
        #expect(user.next(after: [turn("Pay the rent.", "Paid.")], variant: 0) == nil)
    }
}
