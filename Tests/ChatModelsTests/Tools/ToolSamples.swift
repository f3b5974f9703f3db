import FaultServer
import FoundationEssentials
import Foundations
import HTTPTransport
import Records
import Testing

@testable import ChatModels

/// A provider for a conversation with tools over a real socket.
enum ToolProvider: String, CaseIterable, CustomTestStringConvertible {
    case openai, azure, mistral, anthropic, gemini, ollama, http

    var testDescription: String { rawValue }

    /// Asks the provider's model behind a server.
    func reply(to request: ChatRequest, at base: String) async throws -> ChatReply {
        let application = HTTPApplication(
            url: base + "/ask",
            body: [
                "chat": "{{messages}}", "tools": "{{tools}}", "session": "s={{session}} at {{mcp}}",
                "last": "{{prompt}}",
            ],
            responsePath: "message.content", toolCallsPath: "message.tool_calls")
        let world = try context(http: CurlClient(), applications: ["m": application])
        return try await ModelRegistry.model("\(rawValue)/m", baseURL: self == .http ? nil : base, context: world)
            .reply(to: request)
    }

    /// What the model behind a server makes of one response.
    func reply(to request: ChatRequest, _ status: Int = 200, body: String) async throws -> ChatReply {
        try await exchange(request, status, body: body).reply.get()
    }

    /// The reply, or the error, and the body that was sent.
    func exchange(
        _ request: ChatRequest, _ status: Int = 200, body: String
    ) async throws -> (reply: Result<ChatReply, ChatError>, sent: JSONValue) {
        let server = try FaultHTTPServer(otherwise: .always(Behaviour(status: status, body: Array(body.utf8))))
        let reply: Result<ChatReply, ChatError>
        do {
            reply = .success(try await self.reply(to: request, at: server.baseURL))
        } catch let error as ChatError {
            reply = .failure(error)
        }
        let sent = server.seen.lastBody
        return (reply, try JSONDecoder().decode(JSONValue.self, from: Data(sent)))
    }
}

/// A conversation with tools, for all providers.
enum ToolSamples {
    static let tools = [
        ToolDefinition(
            name: "look_up", description: "Looks a name up.",
            parameters: [
                "type": "object", "properties": ["name": ["type": "string"]], "required": ["name"],
                "additionalProperties": false,
            ]),
        ToolDefinition(name: "now", description: "Tells the time.", parameters: ["type": "object", "properties": [:]]),
    ]

    /// The first question, with tools.
    static var first: ChatRequest { request([.init(.system, "Be brief."), .init(.user, "Who is Ann?")]) }

    static func request(_ messages: [ChatRequest.Message]) -> ChatRequest {
        var request = ChatRequest(messages: messages)
        request.tools = tools
        return request
    }

    static func call(
        _ name: String = "look_up", _ arguments: [String: JSONValue] = ["name": "Ann"], id: String = "call_1",
        extra: [String: JSONValue] = [:]
    ) -> ToolCall {
        ToolCall(id: id, name: name, arguments: .object(arguments), extra: extra)
    }

    /// Question, two calls beside a text, their results, of which the second failed, and a further question.
    static var whole: ChatRequest {
        let calls = [call(), call("now", [:], id: "call_2")]
        return request([
            .init(.system, "Be brief."), .init(.user, "Who is Ann?"), .init(calling: calls, "Let me see."),
            .init(TracedCall(calls[0], ToolResult(#"{"age":30}"#))),
            .init(TracedCall(calls[1], ToolResult("no clock", isError: true))), .init(.user, "And now?"),
        ])
    }
}
