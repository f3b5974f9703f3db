import Foundations
import Records

/// What a process gets to read, and how its reply is understood.
struct ProcessExchange: Sendable {
    /// The prompt, or a line of JSON where a prompt does not tell all.
    let input: String
    private let request: ChatRequest
    private let isJSON: Bool

    private let folder: ProcessFolder?

    init(_ request: ChatRequest, folder: ProcessFolder? = nil) {
        self.request = request
        self.folder = folder
        isJSON = !request.tools.isEmpty || request.messages.contains { $0.role == .assistant }
        guard isJSON else {
            input = request.messages.last?.content ?? ""
            return
        }
        var line: [String: JSONValue] = ["messages": .array(request.messages.settled().map(\.json))]
        if !request.tools.isEmpty { line["tools"] = .array(request.tools.map(\.json)) }
        line["session"] = request.session.map { .string($0.name) }
        input = JSONValue.object(line).text + "\n"
    }

    /// Variables by which the process learns of the session; none without one.
    var variables: [String: String] {
        guard let session = request.session else { return [:] }
        return ["SEXTANT_SESSION": session.name, "SEXTANT_MCP_URL": session.address]
    }

    /// The words of the command line with the session's name and address, and the paths of images, in their places.
    func words(_ words: [String]) -> [String] {
        words.map { folder?.naming(in: request.namingSession(in: $0)) ?? request.namingSession(in: $0) }
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
