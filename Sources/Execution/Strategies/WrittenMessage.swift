import ChatModels
import Foundations
import Records

/// Asks a model for the next message of the user's side, and reads it.
struct WrittenMessage: Sendable {
    let model: any ChatModel
    /// The part that the model plays, for messages to people.
    let role: String
    let label: String

    private static let longest = 8_000
    private static let room = 400
    private static let schema = OutputSchema("user_message", members: ["message": OutputSchema.text])
    private static let reminder = "That was not the JSON object. Reply with it alone: {\"message\": \"...\"}"

    /// The message.
    ///
    /// - Parameters:
    ///   - instructions: the system message
    ///   - transcript: the conversation so far
    ///   - sample: number of the question, so that the same one may be asked again
    /// - Throws: ``UserSideFault``, ``ChatError``, or `CancellationError`.
    func ask(_ instructions: String, _ transcript: String, sample: Int) async throws -> String {
        var messages = [ChatRequest.Message(.system, instructions), ChatRequest.Message(.user, transcript)]
        var problem = ""
        for attempt in 0..<2 {
            let request = ChatRequest(
                messages: messages, options: ChatOptions(temperature: 0.7, maxTokens: Self.room), label: label,
                sample: 2 * sample + attempt, schema: Self.schema)
            let reply = try await model.reply(to: request)
            let object = ReplyObject.last(in: reply.text, naming: ["message"])
            if let text = object?["message"]?.stringValue, text.contains(where: \.isLetter) {
                return String(text.prefix(Self.longest))
            }
            if let filter = reply.blocked { throw UserSideFault.refused(role: role, phrase: filter) }
            if let phrase = RefusalLexicon.refusal(in: reply.text) {
                throw UserSideFault.refused(role: role, phrase: phrase)
            }
            problem = reply.truncated ? "it was cut at its limit of tokens" : "it is not the JSON that was asked for"
            messages = messages.asking(again: Self.reminder, after: reply.text)
        }
        throw UserSideFault.unusable(role: role, problem: problem)
    }
}
