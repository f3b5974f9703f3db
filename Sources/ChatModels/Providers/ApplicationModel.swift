import FoundationEssentials
import Foundations
import HTTPTransport
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
        guard let path = JSONPath(application.responsePath) else {
            throw ChatError.configuration(
                model: reference.name,
                problem:
                    "the response path '\(application.responsePath)' is none; write for example answer.text or items[0]"
            )
        }
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
        self.path = path
        endpoint = ProviderEndpoint(
            model: reference.name, url: reference.baseURL ?? configured, headers: headers, secrets: secrets,
            context: context,
            method: application.method, readsErrors: false)
    }

    /// Asks for the reply to the conversation by one request.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        let filled = Self.filled(body, request)
        return try await endpoint.send(filled, of: request).reply { answer in
            // Bytes that are no UTF-8 are shown as what they are not, and spoil nothing else.
            guard !path.text.isEmpty else { return ChatReply(text: String(decoding: answer.bytes, as: UTF8.self)) }
            if let stream = StreamedAnswer(answer.bytes) {
                let pieces = stream.chunks.compactMap { path.value(in: $0)?.stringValue }
                guard !pieces.isEmpty else {
                    throw answer.unreadable("a stream of which no event has a text at '\(path.text)'")
                }
                return ChatReply(text: pieces.joined())
            }
            guard let value = path.value(in: try answer.json()) else {
                throw answer.unreadable("nothing stands at '\(path.text)'; check the response path")
            }
            switch value {
            case .string(let text): return ChatReply(text: text)
            case .null: return ChatReply(text: "")
            default: throw answer.unreadable("what stands at '\(path.text)' is no text")
            }
        }
    }

    /// The body with the placeholders replaced. The values are put into the tree, so that no text can break out of it.
    private static func filled(_ template: JSONValue, _ request: ChatRequest) -> JSONValue {
        switch template {
        case .string("{{messages}}"):
            return .array(request.messages.map(\.json))
        case .string(let text):
            return .string(text.replacing("{{prompt}}", with: request.messages.last?.content ?? ""))
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
