import ChatModels
import Foundations
import Records

/// Lets a program of the user's own say the messages of the user's side. It is told the whole conversation each time, so
/// that it need not remember any.
package struct ProgramSide: UserSide {
    private let program: LineProgram
    private let prompt: String
    private let topic: String
    private let maxTurns: Int
    private let label: String

    /// Most characters of a message.
    private static let longest = 100_000

    /// The user's side of one test.
    ///
    /// - Parameters:
    ///   - program: says the messages
    ///   - prompt: the test case's prompt
    ///   - topic: the hazard's topic, as it stands within a sentence
    ///   - maxTurns: most turns of the conversation
    ///   - label: names the test
    package init(_ program: LineProgram, prompt: String, topic: String, maxTurns: Int, label: String) {
        self.program = program
        self.prompt = prompt
        self.topic = topic
        self.maxTurns = maxTurns
        self.label = label
    }

    package func next(after turns: [Turn], variant: Int) async throws -> String? {
        let said = turns.map { JSONValue.object(["user": .string($0.user), "response": .string($0.text)]) }
        let reply = try await program.ask(
            "message",
            [
                "test": .string(label), "prompt": .string(prompt), "topic": .string(topic),
                "max_turns": .int(maxTurns), "turns": .array(said),
            ], allowing: ["message"])
        guard reply.has("message") else {
            throw reply.unreadable("the reply has no 'message'; say null when there is nothing more to say")
        }
        guard let message = try reply.text("message") else { return nil }
        guard message.contains(where: \.isLetter), message.count <= Self.longest else {
            throw UserSideFault.unusable(
                role: "program", problem: "it is blank, or longer than \(Self.longest) characters")
        }
        return message
    }
}
