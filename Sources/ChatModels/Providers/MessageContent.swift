import Foundations
import Records

/// A message's text and its model's thoughts, in any of the shapes in which servers tell the two apart.
struct MessageContent {
    private(set) var text = ""
    private(set) var reasoning: String?
    /// What the model said in declining, where the server tells that apart.
    private(set) var refusal: String?

    /// Reads a message's content: a text, a part, or a list of parts of which those of an unknown type are passed over.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` for a number, a truth value, or an object that is no part.
    init(_ content: JSONValue, in answer: ProviderAnswer) throws(ChatError) {
        switch content {
        case .null: break
        case .string(let text): self.text = text
        case .array(let parts): for part in parts { add(part) }
        case .object(let members):
            guard members.isEmpty || members["type"] != nil || members["text"] != nil else {
                throw answer.unreadable("the field 'content' is an object without a text")
            }
            add(content)
        case .bool, .int, .number:
            throw answer.unreadable("the field 'content' has another type than expected")
        }
    }

    /// Adds a part of a list.
    private mutating func add(_ part: JSONValue) {
        switch part["type"]?.stringValue {
        case nil, "text", "output_text":
            // Gateways to OpenAI's assistants have the text one member deeper.
            text += part.stringValue ?? part["text"]?.stringValue ?? part["text"]?["value"]?.stringValue ?? ""
        case "refusal": refusal = part["refusal"]?.stringValue
        case "thinking", "reasoning", "redacted_thinking":
            addThought(Self.thought(part["thinking"] ?? part["text"] ?? part["summary"] ?? part["content"] ?? .null))
        default: break
        }
    }

    /// Adds what stands in the fields for thoughts. Several of them say the same in different shapes: the first counts.
    mutating func addThoughts(of message: JSONValue) {
        for field in ["reasoning_content", "reasoning", "thinking", "reasoning_details", "thinking_blocks"] {
            let thought = Self.thought(message[field] ?? .null)
            guard !thought.isEmpty else { continue }
            addThought(thought)
            return
        }
    }

    /// Where a server puts the JSON that was asked for among the thoughts, and nothing else beside it, that is the text.
    mutating func takeSchemaFromThoughts() {
        guard text.allSatisfy(\.isWhitespace), let thought = reasoning?.trimmedBlanks, thought.hasPrefix("{"),
            TolerantJSON.value(Array(thought.utf8)) != nil
        else { return }
        text = thought
        reasoning = nil
    }

    private mutating func addThought(_ thought: String) {
        guard !thought.isEmpty else { return }
        reasoning = reasoning.map { "\($0)\n\(thought)" } ?? thought
    }

    /// The text of thoughts: a text, or lists and objects with one in them.
    private static func thought(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .array(let items): items.map(thought).filter { !$0.isEmpty }.joined(separator: "\n")
        case .object(let members):
            ["thinking", "text", "summary", "content"].lazy.compactMap { members[$0] }.map(thought)
                .first { !$0.isEmpty } ?? ""
        case .null, .bool, .int, .number: ""
        }
    }
}
