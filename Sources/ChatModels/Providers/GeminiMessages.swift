import Foundations
import Images
import Records

/// A conversation and its tools as Gemini's interface has them.
enum GeminiMessages {
    /// The messages but for the instructions, which stand beside the conversation.
    static func json(_ messages: [ChatRequest.Message]) -> [JSONValue] {
        var result: [(role: String, parts: [JSONValue])] = []
        for message in messages.filter({ $0.role != .system }).settled().merged() {
            let role = message.role == .assistant ? "model" : "user"
            let parts = parts(of: message)
            if let last = result.last, last.role == role {
                result[result.count - 1].parts += parts
            } else {
                result.append((role, parts))
            }
        }
        return result.map { .object(["role": .string($0.role), "parts": .array($0.parts)]) }
    }

    /// A part with a text.
    static func text(_ text: String) -> JSONValue { .object(["text": .string(text)]) }

    private static func parts(of message: ChatRequest.Message) -> [JSONValue] {
        if let answered = message.answered { return [result(of: answered, message)] }
        let calls = message.toolCalls.map(json)
        if !message.images.isEmpty {
            return (message.content.isEmpty ? [] : [text(message.content)]) + message.images.map(\.geminiPart)
        }
        return message.content.isEmpty && !calls.isEmpty ? calls : [text(message.content)] + calls
    }

    // MARK: Calls

    /// The call of a part; nil for a part that has none. The part's further members, a signature of thoughts above all,
    /// have to come back with it.
    static func call(_ part: JSONValue) -> ToolCall? {
        guard let call = part["functionCall"], call.isGiven else { return nil }
        var extra = part.members
        let further = call.members.filter { $0.key != "name" && $0.key != "args" }
        extra["functionCall"] = further.isEmpty ? nil : .object(further)
        return ToolCall(
            id: call["id"]?.stringValue ?? "", name: ToolCall.name(call["name"]),
            arguments: ToolCall.Arguments(reading: call["args"]), extra: extra)
    }

    private static func json(_ call: ToolCall) -> JSONValue {
        var part = call.providerFields
        var fields = part["functionCall"]?.members ?? [:]
        fields["name"] = .string(call.name)
        fields["args"] = call.arguments.json
        part["functionCall"] = .object(fields)
        return .object(part)
    }

    /// The result of a call: an object under its own members, any other text under a name that says what it is.
    private static func result(of call: ToolCall, _ message: ChatRequest.Message) -> JSONValue {
        var response = JSONValue.object([message.isError ? "error" : "result": .string(message.content)])
        if !message.isError, case .object(let members)? = TolerantJSON.value(Array(message.content.utf8)) {
            response = .object(members)
        }
        var fields: [String: JSONValue] = ["name": .string(call.name), "response": response]
        // Older versions of the interface have no ids: one goes back only where one came.
        fields["id"] = call.extra["functionCall"]?["id"]
        return .object(["functionResponse": .object(fields)])
    }

    // MARK: Tools

    /// A tool; one without arguments has no schema, for an object without members is rejected.
    static func declaration(_ tool: ToolDefinition) -> JSONValue {
        var fields: [String: JSONValue] = ["name": .string(tool.name), "description": .string(tool.description)]
        if tool.parameters["properties"]?.isGiven == true { fields["parameters"] = schema(tool.parameters) }
        return .object(fields)
    }

    /// The members that a schema of this interface may have; it rejects all others.
    private static let known: Set<String> = [
        "type", "format", "title", "description", "nullable", "enum", "minItems", "maxItems", "items", "properties",
        "required", "minProperties", "maxProperties", "minLength", "maxLength", "pattern", "minimum", "maximum",
        "anyOf",
        "default", "example", "propertyOrdering",
    ]

    private static func schema(_ schema: JSONValue) -> JSONValue {
        var members = OutputSchema.nullable(schema).members.filter { known.contains($0.key) }
        members["items"] = members["items"].map(Self.schema)
        if case .object(let properties)? = members["properties"] {
            members["properties"] = .object(properties.mapValues(Self.schema))
        }
        if case .array(let forms)? = members["anyOf"] { members["anyOf"] = .array(forms.map(Self.schema)) }
        return .object(members)
    }
}
