import FoundationEssentials
import Foundations
import HTTPTransport
import Images
import Records

/// An application behind an HTTP interface of its own, asked as its ``HTTPApplication`` says.
package struct ApplicationModel: ChatModel {
    /// `http/<name>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: ProviderEndpoint
    private let body: JSONValue
    private let path: JSONPath
    private let callsPath: JSONPath?
    private let images: (path: JSONPath, reader: ReceivedImages)?
    private let takesImages: Bool

    /// The application that the configuration has under the reference's name.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` for an unknown name, a path that is none, an address that
    ///   can't be used or an environment variable that is not set.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        guard let application = context.applications[reference.model] else {
            let known = context.applications.keys.sorted()
            throw ChatError.configuration(
                model: reference.name,
                problem: known.isEmpty
                    ? "no HTTP application is configured; describe it under this name in the configuration file"
                    : "no such HTTP application; configured: \(known.joined(separator: ", "))")
        }
        path = try Self.path(application.responsePath, named: "response path", reference)
        callsPath = try application.toolCallsPath.map { text throws(ChatError) in
            try Self.path(text, named: "path of tool calls", reference)
        }
        images = try application.imagePath.map { text throws(ChatError) in
            (
                try Self.path(text, named: "path of images", reference),
                ReceivedImages(
                    model: reference.name, address: reference.baseURL ?? application.url, context: context)
            )
        }
        takesImages = Self.mentionsImages(application.body)
        let configured = try ModelReference.checked(application.url, model: reference.name, mayHaveQuery: true)
        var headers = HTTPHeaders()
        var secrets: [String] = []
        for (field, value) in application.headers.sorted(by: { $0.key < $1.key }) {
            let expanded = try Self.expanded(value, field: field, model: reference.name, context.environment)
            headers[field] = expanded.text
            secrets += expanded.secrets
            if Redaction.isSecret(header: field) { secrets.append(expanded.text) }
        }
        if headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
        name = reference.name
        body = application.body
        endpoint = ProviderEndpoint(
            model: reference.name, url: reference.baseURL ?? configured, headers: headers, secrets: secrets,
            context: context,
            method: application.method, readsErrors: false)
    }

    /// Asks for the reply to the conversation by one request.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        if !takesImages { try request.refuseImages(of: name) }
        let filled = Self.filled(body, request)
        if images != nil { return try await drawn(filled, request) }
        let reply = try await endpoint.send(filled, of: request).reply { answer in
            // Bytes that are no UTF-8 are shown as what they are not, and spoil nothing else.
            guard !path.text.isEmpty else { return ChatReply(text: String(decoding: answer.bytes, as: UTF8.self)) }
            if let stream = StreamedAnswer(answer.bytes) { return try self.reply(of: stream, answer) }
            let json = try answer.json()
            return try self.reply(path.value(in: json), calls: callsPath?.value(in: json), answer)
        }
        return reply.settlingCalls(of: request)
    }

    /// The reply of an application that draws; without an image it is the text alone, which may say why.
    private func drawn(_ body: JSONValue, _ request: ChatRequest) async throws -> ChatReply {
        guard let images else { return ChatReply(text: "") }
        let result = try await endpoint.send(body, of: request)
        guard case .answer(let answer) = result else { return try result.reply { _ in ChatReply(text: "") } }
        let json = try answer.json()
        let found = images.path.value(in: json) ?? .null
        let sources = (found.items.isEmpty ? [found] : found.items).compactMap { item in
            item.stringValue ?? item["b64_json"]?.stringValue ?? item["url"]?.stringValue
        }
        let text = path.text.isEmpty ? nil : path.value(in: json)?.stringValue
        guard !sources.isEmpty || text != nil else {
            throw answer.unreadable("nothing stands at '\(images.path.text)'; check the path of images")
        }
        var reply = ChatReply(text: text ?? "", retries: answer.retries).separatingThoughts()
        reply.images = try await images.reader.images(sources)
        return reply
    }

    /// Whether a body has a place for an image.
    private static func mentionsImages(_ template: JSONValue) -> Bool {
        switch template {
        case .string(let text): ["{{image}}", "{{image_url}}", "{{messages}}"].contains { text.contains($0) }
        case .array(let items): items.contains(where: mentionsImages)
        case .object(let members): members.values.contains(where: mentionsImages)
        case .null, .bool, .int, .number: false
        }
    }

    private func reply(of stream: StreamedAnswer, _ answer: ProviderAnswer) throws(ChatError) -> ChatReply {
        let pieces = stream.chunks.compactMap { path.value(in: $0)?.stringValue }
        var calls = StreamedCalls()
        for chunk in stream.chunks { for piece in callsPath?.value(in: chunk)?.items ?? [] { calls.add(piece) } }
        guard !pieces.isEmpty || !calls.all.isEmpty else {
            throw answer.unreadable("a stream of which no event has a text at '\(path.text)'")
        }
        return try reply(.string(pieces.joined()), calls: .array(calls.all), answer)
    }

    private func reply(_ said: JSONValue?, calls: JSONValue?, _ answer: ProviderAnswer) throws(ChatError) -> ChatReply {
        // Beside calls there may be no text.
        let hasCalls = calls?.isGiven == true
        var reply: ChatReply
        switch said {
        case .string(let text)?: reply = ChatReply(text: text)
        case .null?: reply = ChatReply(text: "")
        case nil where hasCalls: reply = ChatReply(text: "")
        case nil: throw answer.unreadable("nothing stands at '\(path.text)'; check the response path")
        default: throw answer.unreadable("what stands at '\(path.text)' is no text")
        }
        guard hasCalls, let calls else { return reply }
        let items = calls.items.isEmpty ? [calls] : calls.items
        guard items.allSatisfy({ !$0.members.isEmpty }) else {
            throw answer.unreadable("what stands at '\(callsPath?.text ?? "")' is no list of tool calls")
        }
        reply.toolCalls = items.map(ToolCall.init(reading:))
        return reply
    }

    private static func path(_ text: String, named name: String, _ reference: ModelReference) throws(ChatError)
        -> JSONPath
    {
        guard let path = JSONPath(text) else {
            throw ChatError.configuration(
                model: reference.name,
                problem: "the \(name) '\(text)' is none; write for example answer.text or items[0]")
        }
        return path
    }

    /// The body with the placeholders replaced. The values are put into the tree, so that no text can break out of it.
    private static func filled(_ template: JSONValue, _ request: ChatRequest) -> JSONValue {
        switch template {
        case .string("{{messages}}"):
            return .array(request.messages.settled().map(\.json))
        case .string("{{tools}}"):
            return .array(request.tools.map(\.json))
        case .string(let text):
            // The session first: what stands in a prompt is nobody's placeholder.
            return .string(
                request.namingSession(in: text)
                    .replacing("{{image_url}}", with: request.messages.last?.images.first?.dataAddress ?? "")
                    .replacing("{{image}}", with: request.messages.last?.images.first?.base64 ?? "")
                    .replacing("{{prompt}}", with: request.messages.last?.content ?? ""))
        case .array(let items): return .array(items.map { filled($0, request) })
        case .object(let members): return .object(members.mapValues { filled($0, request) })
        case .null, .bool, .int, .number: return template
        }
    }

    /// The text with every `${NAME}` replaced, and the values that went in.
    private static func expanded(
        _ text: String, field: String, model: String, _ environment: [String: String]
    ) throws(ChatError) -> (text: String, secrets: [String]) {
        var result = ""
        var secrets: [String] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
            let variable = String(rest[start.upperBound..<end])
            guard let value = environment[variable]?.trimmedBlanks, !value.isEmpty else {
                throw ChatError.configuration(
                    model: model,
                    problem: "the header '\(field)' needs \(variable), which is not set in the environment")
            }
            result += rest[..<start.lowerBound] + value
            secrets.append(value)
            rest = rest[rest.index(after: end)...]
        }
        return (result + rest, secrets)
    }
}
