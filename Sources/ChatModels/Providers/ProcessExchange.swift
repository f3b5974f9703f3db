import Foundations
import Records

/// What a process gets to read, and how its reply is understood.
struct ProcessExchange: Sendable {
    /// The prompt, or a line of JSON where a prompt does not tell all.
    let input: String
    /// Name of the environment's session; nil for none.
    let session: String?
    private let isJSON: Bool

    init(_ request: ChatRequest) {
        session = request.session
        isJSON = !request.tools.isEmpty || request.messages.contains { $0.role == .assistant }
        guard isJSON else {
            input = request.messages.last?.content ?? ""
            return
        }
        var line: [String: JSONValue] = ["messages": .array(request.messages.settled().map(\.json))]
        if !request.tools.isEmpty { line["tools"] = .array(request.tools.map(\.json)) }
        line["session"] = session.map(JSONValue.string)
        input = JSONValue.object(line).text + "\n"
    }

    /// The words of the command line with the session's name in its place.
    func words(_ words: [String]) -> [String] {
        words.map { $0.replacing("{{session}}", with: session ?? "") }
    }

    /// The reply that an output is: a text, or an object with a text and calls where the process was given JSON.
    func reply(_ output: String) -> ChatReply {
        let json = isJSON ? TolerantJSON.value(Array(output.utf8)) : nil
        guard let json, json["text"] != nil || json["content"] != nil || json["tool_calls"] != nil else {
            return ChatReply(text: output).separatingThoughts()
        }
        var reply = ChatReply(text: json["text"]?.stringValue ?? json["content"]?.stringValue ?? "")
        reply = reply.separatingThoughts()
        reply.toolCalls = (json["tool_calls"]?.items ?? []).map(ToolCall.init(reading:))
        return reply
    }
}
