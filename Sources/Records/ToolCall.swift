import Foundations

/// A tool that a model may call.
package struct ToolDefinition: Sendable, Codable, Equatable {
    /// Name of the tool: letters, digits, `_` and `-`, at most 64 of them, as the providers ask.
    package let name: String
    /// Purpose of the tool, for the model.
    package let description: String
    /// JSON schema of the arguments; its type is `object`.
    package let parameters: JSONValue

    package init(name: String, description: String, parameters: JSONValue) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}

/// A model's call of a tool.
package struct ToolCall: Sendable, Codable, Equatable {
    /// Arguments as the model wrote them.
    package enum Arguments: Sendable, Codable, Equatable {
        /// An object, by name.
        case object([String: JSONValue])
        /// A text that is no JSON object, kept as it came.
        case unreadable(String)
    }

    /// The provider's name of the call; the result is sent back under it.
    package let id: String
    /// Name of the tool.
    package let name: String
    /// Arguments of the call.
    package let arguments: Arguments
    /// Further fields of the provider's call, which it wants back as they were.
    package let extra: [String: JSONValue]

    package init(id: String, name: String, arguments: Arguments, extra: [String: JSONValue] = [:]) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.extra = extra
    }
}

/// The outcome of a tool call.
package struct ToolResult: Sendable, Codable, Equatable {
    /// Text for the model.
    package let text: String
    /// Whether the call failed.
    package let isError: Bool

    package init(_ text: String, isError: Bool = false) {
        self.text = text
        self.isError = isError
    }
}

/// A tool call with its result.
package struct TracedCall: Sendable, Codable, Equatable {
    /// The call.
    package let call: ToolCall
    /// Its result.
    package let result: ToolResult
    /// Whether an agent from outside made it by itself, while it worked on its reply.
    package let isByAgent: Bool

    package init(_ call: ToolCall, _ result: ToolResult, isByAgent: Bool = false) {
        self.call = call
        self.result = result
        self.isByAgent = isByAgent
    }
}

extension ToolCall {
    /// The arguments as JSON with sorted keys, or as the model wrote them.
    package var argumentText: String {
        switch arguments {
        case .unreadable(let text): text
        case .object(let members): JSONValue.object(members).text
        }
    }
}
