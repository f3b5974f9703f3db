import Foundations
import HTTPTransport
import Images
import Records

/// A local model behind Ollama's own chat interface.
package struct OllamaModel: ChatModel {
    /// `ollama/<model>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: LearningEndpoint
    private let list: ProviderEndpoint
    private let model: String

    /// The model at the base URL, at `OLLAMA_HOST`, or at Ollama's usual port on this machine.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` when the address can't be used.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        let base = try Self.base(reference, context)
        name = reference.name
        model = reference.model
        endpoint = LearningEndpoint(
            ProviderEndpoint(
                model: reference.name, url: base + "/api/chat", headers: ["Content-Type": "application/json"],
                secrets: [], context: context),
            forms: SchemaForm.ollama, context: context)
        list = ProviderEndpoint(
            model: reference.name, url: base + "/api/tags", headers: [:], secrets: [], context: context, method: "GET")
    }

    private static func base(_ reference: ModelReference, _ context: ModelContext) throws(ChatError) -> String {
        if let base = reference.baseURL { return root(of: base) }
        let host = context.environment["OLLAMA_HOST"]?.unquoted ?? ""
        guard !host.isEmpty else { return "http://127.0.0.1:11434" }
        // Ollama's own tools take the variable without scheme, and then without port, too.
        let hasPort = host.contains(":") && !host.hasSuffix("]")
        let address = host.contains("://") ? host : "http://\(host)" + (hasPort ? "" : ":11434")
        return root(of: try ModelReference.checked(address, model: reference.name))
    }

    /// An address without the path of either of the server's interfaces: that of the other is a frequent mix-up.
    private static func root(of base: String) -> String {
        ["/api", "/v1"].first(where: base.hasSuffix).map { String(base.dropLast($0.count)) } ?? base
    }

    /// Asks for the reply to a conversation by one POST.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`; for a model that is not there with the list of those that are.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        do {
            return try await endpoint.reply(to: request, body: body, read: Self.reply)
        } catch ChatError.rejected(let name, 404, let message) {
            let local = (try? await localModels()) ?? []
            let hint = local.isEmpty ? "no local models" : "local models: \(local.joined(separator: ", "))"
            throw ChatError.rejected(model: name, status: 404, message: "\(message); \(hint)")
        }
    }

    private static func reply(_ answer: ProviderAnswer) throws(ChatError) -> ChatReply {
        let stream = try answer.stream()
        let chunks = if let stream { stream.chunks } else { [try answer.json()] }
        guard let last = chunks.last else { throw answer.unreadable("a stream without an event that can be read") }
        let messages = chunks.compactMap { $0["message"] }
        guard !messages.isEmpty else { throw answer.unreadable("the field 'message' is missing") }
        var (text, thoughts) = ("", "")
        for message in messages {
            text += try MessageContent(message["content"] ?? .null, in: answer).text
            thoughts += message["thinking"]?.stringValue ?? message["reasoning"]?.stringValue ?? ""
        }
        let input = last["prompt_eval_count"]?.count
        var reply = ChatReply(
            text: text, reasoning: thoughts.isEmpty ? nil : thoughts,
            truncated: FaultWords.isCut(ending: last["done_reason"]?.stringValue)
                || stream != nil && last["done"] != .bool(true), model: last["model"]?.stringValue,
            usage: input.flatMap { input in
                last["eval_count"]?.count.map { TokenUsage(input: input, output: $0) }
            })
        reply.toolCalls = messages.flatMap { $0["tool_calls"]?.items ?? [] }.map(call)
        return reply
    }

    /// A call, whose id comes back only where one came: most versions know none.
    private static func call(_ json: JSONValue) -> ToolCall {
        let call = ToolCall(reading: json)
        return ToolCall(
            id: call.id, name: call.name, arguments: call.arguments,
            extra: call.extra.merging(json["id"].map { ["id": $0] } ?? [:]) { own, _ in own })
    }

    /// A message: arguments are objects here, and a result names its tool.
    private static func json(_ message: ChatRequest.Message) -> JSONValue {
        var fields: [String: JSONValue] = [
            "role": .string(message.role.rawValue), "content": .string(message.content),
        ]
        if !message.images.isEmpty { fields["images"] = .array(message.images.map { .string($0.base64) }) }
        if !message.toolCalls.isEmpty {
            fields["tool_calls"] = .array(
                message.toolCalls.map { .object($0.fields(arguments: $0.arguments.json)) })
        }
        if let answered = message.answered {
            fields["tool_name"] = .string(answered.name)
            fields["tool_call_id"] = answered.extra["id"]
        }
        return .object(fields)
    }

    /// Names of the models that are on this machine, in Ollama's order.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func localModels() async throws -> [String] {
        guard case .answer(let answer) = try await list.send(bytes: [], label: "models", tokens: 0) else { return [] }
        return try answer.decode(Tags.self).models.map(\.name)
    }

    private struct Tags: Decodable {
        struct Model: Decodable {
            let name: String
        }

        let models: [Model]
    }

    private func body(_ call: LearningEndpoint.Call) -> JSONValue {
        let options = call.request.options
        var settings: [String: JSONValue] = [:]
        settings["temperature"] = options.temperature.map(JSONValue.number)
        settings["num_predict"] = options.maxTokens.map(JSONValue.int)
        settings["seed"] = options.seed.map(JSONValue.int)
        if !options.stop.isEmpty { settings["stop"] = .array(options.stop.map(JSONValue.string)) }
        var fields: [String: JSONValue] = [
            "model": .string(model), "stream": .bool(false),
            "messages": .array(call.request.messages.settled().map(Self.json)),
        ]
        if !call.request.tools.isEmpty { fields["tools"] = .array(call.request.tools.map(\.json)) }
        if let schema = call.request.schema {
            fields["format"] = call.form == .format ? schema.schema : call.form == .formatJSON ? .string("json") : nil
        }
        return .object(fields.merging(settings, under: "options", with: options.extra))
    }
}
