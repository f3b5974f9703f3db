import Foundations
import HTTPTransport
import Images
import Records

/// Sends an application's calls: each with its session's token and cookies, with OAuth's token, and signed, where these are
/// asked for.
struct ApplicationDoor: Sendable {
    /// What a session gives its calls.
    struct Pass: Sendable {
        /// The value of `{{token}}`; nil for none.
        var token: String?
        /// Cookies as `name=value`.
        var cookies: [String] = []

        /// Values that must not be seen.
        var secrets: [String] {
            [token].compactMap(\.self) + cookies.map { String($0.drop { $0 != "=" }.dropFirst()) }
        }
    }

    private let name: String
    private let context: ModelContext
    private let oauth: ClientToken?
    private let signer: RequestSigner?

    /// - Throws: ``ChatError/configuration(model:problem:)``
    init(_ application: HTTPApplication, of name: String, context: ModelContext) throws(ChatError) {
        self.name = name
        self.context = context
        oauth = try application.oauth.map { credentials throws(ChatError) in
            try ClientToken(credentials, of: name, context: context)
        }
        signer = try application.signing.map { signing throws(ChatError) in
            try RequestSigner(signing, of: name, context: context)
        }
    }

    /// Sends a call. An application that refuses OAuth's token is asked once more with a new one.
    ///
    /// - Parameters:
    ///   - call: the call
    ///   - request: fills the placeholders
    ///   - pass: what the session gives
    ///   - what: names the call in the log
    ///   - limit: how long a call may take that ends a session; nil for any other call
    /// - Throws: ``ChatError``, or `CancellationError`.
    func send(
        _ call: ApplicationCall, _ request: ChatRequest, _ pass: Pass = Pass(), _ what: String = "",
        closingWithin limit: Duration? = nil
    ) async throws -> ProviderResult {
        guard let oauth else { return try await send(call, request, pass, what, limit, bearer: nil) }
        let token = try await oauth.token()
        do {
            return try await send(call, request, pass, what, limit, bearer: token)
        } catch ChatError.unauthorized(_, 401, _) {
            return try await send(call, request, pass, what, limit, bearer: oauth.token(insteadOf: token))
        }
    }

    private func send(
        _ call: ApplicationCall, _ request: ChatRequest, _ pass: Pass, _ what: String, _ limit: Duration?,
        bearer: String?
    ) async throws -> ProviderResult {
        let body = try call.body.map { template throws(ChatError) in
            if let text = call.text {
                return ApplicationBody(text: request.filling(text, pass.token), type: call.type ?? "")
            }
            return try ApplicationBody(template.filled(by: request, pass.token), call.encoding, of: name)
        }
        let url = call.url.replacing("{{token}}", with: ApplicationBody.escaped(pass.token ?? ""))
            .replacing("{{prompt}}", with: PathEscape.component(request.messages.last?.content ?? ""))
        var headers = HTTPHeaders()
        for field in call.headers.fields {
            headers.append(field.name, field.value.replacing("{{token}}", with: pass.token ?? ""))
        }
        if let body, headers["Content-Type"] == nil || call.encoding == .multipart {
            headers["Content-Type"] = body.type
        }
        if !pass.cookies.isEmpty {
            headers["Cookie"] = ([headers["Cookie"]].compactMap(\.self) + pass.cookies).joined(separator: "; ")
        }
        if let bearer { headers["Authorization"] = "Bearer \(bearer)" }
        var secrets = call.secrets + pass.secrets + [bearer].compactMap(\.self)
        for (field, value) in try await signer?.fields(
            method: call.method, url: url, headers: headers, body: body?.bytes ?? []) ?? []
        {
            headers[field] = value
            secrets.append(value)
        }
        var transfer = context.transfer
        if let limit { transfer.totalTimeout = min(transfer.totalTimeout, limit) }
        let endpoint = ProviderEndpoint(
            model: name, url: url, headers: headers, secrets: secrets, context: context, method: call.method,
            readsErrors: false, transfer: transfer, isClosing: limit != nil)
        let bytes = body?.bytes ?? []
        return try await endpoint.send(
            bytes: bytes, label: request.label + what, tokens: ProviderEndpoint.estimate(request, bytes.count))
    }
}

extension ApplicationCall {
    /// `Content-Type` as the user has set it.
    fileprivate var type: String? { headers["Content-Type"] }

    /// The body where it is a text of a type that is not JSON.
    fileprivate var text: TemplateText? {
        guard encoding == .json, let type, !type.lowercased().contains("json"), case .string(let text)? = body else {
            return nil
        }
        return TemplateText(text, type: type)
    }
}

extension ChatRequest {
    /// A text with its placeholders replaced.
    fileprivate func filling(_ template: TemplateText, _ token: String?) -> String {
        let image = messages.last?.images.first
        // The session first: what stands in a prompt is nobody's placeholder.
        return namingSession(in: template.text).replacing("{{token}}", with: template.escape(token ?? ""))
            .replacing("{{image_url}}", with: template.escape(image?.dataAddress ?? ""))
            .replacing("{{image}}", with: template.escape(image?.base64 ?? ""))
            .replacing("{{prompt}}", with: template.escape(messages.last?.content ?? ""))
    }
}

extension JSONValue {
    /// The template with its placeholders replaced. The values are put into the tree, so that no text can break out of it.
    func filled(by request: ChatRequest, _ token: String?) -> JSONValue {
        switch self {
        case .string("{{messages}}"):
            return .array(request.messages.settled().map(\.json))
        case .string("{{tools}}"):
            return .array(request.tools.map(\.json))
        case .string(let text): return .string(request.filling(TemplateText(text), token))
        case .array(let items): return .array(items.map { $0.filled(by: request, token) })
        case .object(let members): return .object(members.mapValues { $0.filled(by: request, token) })
        case .null, .bool, .int, .number: return self
        }
    }

    /// Whether a text of the template is the list of all messages.
    var holdsMessages: Bool { holds { $0 == "{{messages}}" } }

    /// Whether one of the template's texts is as `isSuch` says.
    func holds(_ isSuch: (String) -> Bool) -> Bool {
        switch self {
        case .string(let text): isSuch(text)
        case .array(let items): items.contains { $0.holds(isSuch) }
        case .object(let members): members.values.contains { $0.holds(isSuch) }
        case .null, .bool, .int, .number: false
        }
    }
}
