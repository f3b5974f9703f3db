import Foundations
import Records

/// A message of a conversation as other tools read it: role and content, and the calls of tools as OpenAI's interface has them.
package struct ExportMessage: Sendable, Equatable {
    /// `user`, `assistant` or `tool`.
    package let role: String
    /// The text.
    package let content: String
    /// Tools that an assistant's message calls.
    package let calls: [ToolCall]
    /// The call that a tool's message is the result of.
    package let callID: String?

    /// The messages of a test; empty for a single prompt.
    static func all(_ record: TestRecord) -> [ExportMessage] {
        let turns = record.turns.conversation
        let last = record.verdict?.details?.unsafeTurn ?? turns.count
        return turns.prefix(last).flatMap { turn in
            [ExportMessage(role: "user", content: turn.user, calls: [], callID: nil)]
                + turn.replies.flatMap { reply in
                    [
                        ExportMessage(
                            role: "assistant", content: reply.response.text, calls: reply.calls.map(\.call),
                            callID: nil)
                    ]
                        + reply.calls.map {
                            ExportMessage(role: "tool", content: $0.result.text, calls: [], callID: $0.call.id)
                        }
                }
        }
    }

    /// Appends a list of messages.
    static func append(_ messages: some Collection<ExportMessage>, to text: inout JSONText) {
        text.value(.array(messages.map(\.json)))
    }

    private var json: JSONValue {
        var members: [String: JSONValue] = ["role": .string(role), "content": .string(content)]
        if !calls.isEmpty {
            members["tool_calls"] = .array(
                calls.map { call in
                    .object([
                        "id": .string(call.id), "type": .string("function"),
                        "function": .object([
                            "name": .string(call.name), "arguments": .string(call.argumentText),
                        ]),
                    ])
                })
        }
        if let callID { members["tool_call_id"] = .string(callID) }
        return .object(members)
    }
}
