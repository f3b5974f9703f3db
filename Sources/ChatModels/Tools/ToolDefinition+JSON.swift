import Foundations
import Images
import Records

extension ToolDefinition {
    /// The tool as OpenAI, and most after it, write it.
    var json: JSONValue {
        .object([
            "type": .string("function"),
            "function": .object([
                "name": .string(name), "description": .string(description), "parameters": parameters,
            ]),
        ])
    }
}

extension ToolCall {
    /// The call as OpenAI, and most after it, write it: its arguments are a text.
    var json: JSONValue { json(id: id) }

    /// The call under another id.
    func json(id: String) -> JSONValue {
        var fields = fields(arguments: .string(arguments.json.text))
        fields["id"] = .string(id)
        fields["type"] = .string("function")
        return .object(fields)
    }

    /// The provider's fields with the call's function in them.
    func fields(arguments: JSONValue) -> [String: JSONValue] {
        var fields = providerFields
        var function = fields["function"]?.members ?? [:]
        function["name"] = .string(name)
        function["arguments"] = arguments
        fields["function"] = .object(function)
        return fields
    }
}

extension ChatRequest.Message {
    /// The message as OpenAI, and most after it, write it.
    var json: JSONValue { json(shortIDs: false) }

    /// The message for Mistral too, where `shortIDs`: it takes ids of nine characters only, and a text beside calls.
    func json(shortIDs: Bool) -> JSONValue {
        var fields: [String: JSONValue] = ["role": .string(role.rawValue), "content": .string(content)]
        if !images.isEmpty {
            let text = JSONValue.object(["type": .string("text"), "text": .string(content)])
            fields["content"] = .array((content.isEmpty ? [] : [text]) + images.map(\.openAIPart))
        }
        if let first = toolCalls.first {
            fields["tool_calls"] = .array(
                toolCalls.map { $0.json(id: shortIDs ? ToolCallID.short($0.id) : $0.id) })
            if content.isEmpty, !shortIDs { fields["content"] = .null }
            fields.merge(first.messageFields) { own, _ in own }
        }
        if let answered {
            fields["tool_call_id"] = .string(shortIDs ? ToolCallID.short(answered.id) : answered.id)
            if shortIDs { fields["name"] = .string(answered.name) }
        }
        return .object(fields)
    }
}
