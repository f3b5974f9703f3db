import Foundations
import HTTPTransport
import Records

/// One address of a provider, and how its failures become ``ChatError``.
///
/// Its description shows neither headers nor secrets.
final class ProviderEndpoint: Sendable, CustomStringConvertible, CustomReflectable {
    /// `provider/model`, for messages.
    let model: String
    let url: String
    let method: String
    let headers: HTTPHeaders
    /// Values that must not be seen in any message, even when the provider repeats them.
    let secrets: [String]
    let transfer: TransferOptions
    private let http: any HTTPClient
    private let readsErrors: Bool
    private let environment: [String: String]
    private let repeating: HTTPRequest.Repeating
    private let isClosing: Bool

    /// An address to which requests go through `context.http`.
    ///
    /// - Parameters:
    ///   - readsErrors: whether a member `error` in the body of a success means that it is none; a user's own application
    ///     may mean something else by the word
    ///   - transfer: limits of a call; nil for those of the context
    ///   - repeating: which failed attempts are made again
    ///   - isClosing: whether the calls end something, also when nobody waits any more
    init(
        model: String, url: String, headers: HTTPHeaders, secrets: [String], context: ModelContext,
        method: String = "POST", readsErrors: Bool = true, transfer: TransferOptions? = nil,
        repeating: HTTPRequest.Repeating = .asAdvised, isClosing: Bool = false
    ) {
        self.isClosing = isClosing
        self.repeating = repeating
        self.readsErrors = readsErrors
        environment = context.environment
        self.model = model
        self.url = url
        self.method = method
        self.headers = headers
        // A short value would blot out parts of ordinary words.
        self.secrets = secrets.filter { $0.utf8.count >= 4 }
        self.transfer = transfer ?? context.transfer
        http = context.http
    }

    /// What a rejection with this status and body teaches of what was sent, with the text that the model wrote all the
    /// same; nil for nothing.
    typealias Teaching = (_ status: Int, _ body: [UInt8]) -> (Lesson, failedGeneration: String?)?

    /// Sends a JSON body, members in the order of their names: servers hold a model to a schema's members in the order in which
    /// they come.
    ///
    /// - Parameter teaching: says what a rejection teaches; nil learns nothing
    /// - Throws: ``ChatError``, or `CancellationError`.
    func send(
        _ body: JSONValue, of request: ChatRequest, teaching: Teaching? = nil
    ) async throws -> ProviderResult {
        let bytes = body.bytes
        return try await send(
            bytes: bytes, label: request.label, tokens: Self.estimate(request, bytes.count), teaching: teaching)
    }

    /// Sends bytes as they are.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    func send(
        bytes: [UInt8], label: String, tokens: Int, teaching: Teaching? = nil
    ) async throws -> ProviderResult {
        var request = HTTPRequest(
            method: method, url: url, headers: headers, body: bytes, label: "\(label) of \(model)",
            estimatedTokens: tokens,
            options: transfer)
        request.repeating = repeating
        request.isClosing = isClosing
        var response: HTTPResponse
        do {
            response = try await http.send(request)
            response.body = ResponseText.utf8(response)
        } catch let error as HTTPError {
            throw chatError(for: error)
        }
        return try result(of: response, to: request, teaching)
    }

    /// What a response stands for that came by another way, as a line of a batch.
    ///
    /// - Throws: ``ChatError``.
    func result(status: Int, body: [UInt8], teaching: Teaching? = nil) throws(ChatError) -> ProviderResult {
        // Without an address nothing is counted against the host's limits: a line of a batch took none of them.
        try result(of: HTTPResponse(status: status, body: body), to: HTTPRequest(url: ""), teaching)
    }

    private func result(
        of response: HTTPResponse, to request: HTTPRequest, _ teaching: Teaching?
    ) throws(ChatError) -> ProviderResult {
        let retries = response.failedAttempts.map(Retry.init(_:))
        if response.isSuccess {
            guard readsErrors, let fault = ProviderFault.inside(success: response.body) else {
                return .answer(
                    ProviderAnswer(
                        endpoint: self, bytes: response.body, retries: retries, request: request,
                        headers: response.headers))
            }
            // A gateway reports the failure of a model behind it with the status of a success.
            return try result(of: fault, status: fault.status ?? response.status, response, retries, teaching)
        }
        return try result(
            of: ProviderFault(body: response.body, headers: response.headers), status: response.status, response,
            retries, teaching)
    }

    /// What a fault stands for: the provider's filter, something that it teaches, or an error.
    private func result(
        of fault: ProviderFault, status: Int, _ response: HTTPResponse, _ retries: [Retry], _ teaching: Teaching?
    ) throws(ChatError) -> ProviderResult {
        if fault.isContentFilter(status: status == 200 ? 400 : status) {
            return .blocked(reason: scrubbed(fault.filterReason), retries: retries)
        }
        let error = chatError(for: response, fault, status: status)
        switch error {
        case .rejected, .unavailable:
            guard let (lesson, written) = teaching?(status, response.body) else { throw error }
            return .taught(lesson, error, failedGeneration: written)
        default: throw error
        }
    }

    /// Tells the transport how many tokens a call took in fact.
    func report(_ usage: TokenUsage, for request: HTTPRequest) {
        http.reportUsage(tokens: usage.input + usage.output, for: request)
    }

    /// A text of the provider made fit for a message: one line, 200 characters, no secret.
    func scrubbed(_ text: some Sequence<UInt8>) -> String {
        MessageText.line(text, hiding: secrets)
    }

    /// A text of the provider made fit for a message in the same way.
    func scrubbed(_ text: String) -> String { scrubbed(text.utf8) }

    /// The model and the address, secrets hidden.
    var description: String { "\(model) at \(Redaction.url(String(url.prefix { $0 != "?" })))" }

    /// Nothing but the description.
    var customMirror: Mirror { Mirror(self, children: ["endpoint": description]) }

    /// Tokens that a request is thought to cost. With tools the whole body counts: their schemas and the calls so far may be most of it.
    static func estimate(_ request: ChatRequest, _ body: Int) -> Int {
        let bytes = request.tools.isEmpty ? request.messages.reduce(0) { $0 + $1.content.utf8.count } : body
        return bytes / 4 + (request.options.maxTokens ?? 256)
    }

    private func chatError(for response: HTTPResponse, _ fault: ProviderFault, status: Int) -> ChatError {
        let message = scrubbed(fault.message.isEmpty ? "no message" : fault.message)
        if fault.isOutOfFunds(status: status) { return .quota(model: model, status: status, message: message) }
        if let until = response.comeBackAt { return .wait(model: model, until: until, message: message) }
        switch status {
        case _ where fault.isPassing(status: status):
            return .unavailable(
                model: model, status: status, message: message + Self.after(response.failedAttempts))
        case 401, 403: return .unauthorized(model: model, status: status, message: message)
        case _ where fault.isBadKey: return .unauthorized(model: model, status: status, message: message)
        case _ where status == 200 || RetryPolicy.isRetryable(status: status):
            return .unavailable(
                model: model, status: status, message: message + Self.after(response.failedAttempts))
        case 407:
            return .rejected(
                model: model, status: status,
                message: "the proxy that the environment names wants a name and a password in its address: \(message)")
        case 300..<400:
            let place =
                response.headers["location"].map { " to \(Redaction.url(String($0.prefix { $0 != "?" })))" } ?? ""
            return .rejected(
                model: model, status: status,
                message: scrubbed("redirected\(place), which is not followed; check the base URL"))
        default: return .rejected(model: model, status: status, message: message)
        }
    }

    /// The attempts that were made, with what ended each and after how long.
    private static func after(_ attempts: [FailedAttempt]) -> String {
        guard attempts.count > 1 else { return "" }
        let each = attempts.map { "\($0.what) in \($0.elapsed.wholeMilliseconds) ms" }.joined(separator: ", ")
        return " (after \(attempts.count) attempts: \(each))"
    }

    private func chatError(for error: HTTPError) -> ChatError {
        let after = Self.after(error.failedAttempts)
        // Without its query, in which an application may want a key under any name.
        let host = Redaction.url(String(url.prefix { $0 != "?" }))
        switch error.root {
        case .invalidURL, .invalidField:
            return .configuration(model: model, problem: scrubbed(error.description))
        case .timeout:
            return .unavailable(model: model, status: 0, message: "timeout at \(host)" + after)
        case .tooLarge(_, let limit):
            return .unreadable(model: model, problem: "over \(limit) bytes", excerpt: "")
        case .truncated(_, let excerpt):
            return .unreadable(model: model, problem: "cut off" + after, excerpt: scrubbed(excerpt))
        case .coding(_, let label):
            let remedy = "neither text nor gzip; have the server send it plain, or packed by gzip"
            return .unreadable(model: model, problem: "Content-Encoding: \(label), but \(remedy)", excerpt: "")
        case .connection, .tls, .circuitOpen, .unavailable, .exhausted:
            return .unreachable(
                model: model, message: scrubbed("\(words(for: error.root)) at \(host)" + after),
                isPromptFree: error.root.isBeforeSending)
        }
    }
}

extension ProviderEndpoint {
    /// Whether the environment names a proxy.
    private var hasProxy: Bool {
        environment.contains {
            ["http_proxy", "https_proxy", "all_proxy"].contains($0.key.lowercased()) && !$0.value.isEmpty
        }
    }

    /// What went wrong, with what only libcurl knows: the fault of a certificate, and whom it asked in the host's place.
    private func words(for error: HTTPError) -> String {
        switch error {
        case .tls(_, _, let message) where message.contains("wrong version number"):
            "no TLS is spoken there (\(message); does its address begin with http://?)"
        case .tls(_, _, let message): "TLS failure (\(message); --ca-bundle names certificates of your own)"
        case .connection(_, 7, let message) where hasProxy:
            "connection refused (\(message); the environment names a proxy)"
        case .unavailable(let message): message
        case .circuitOpen(_, let lastError): "\(error.summary) after \(lastError)"
        default: error.summary
        }
    }
}

extension Retry {
    /// A failed attempt of the transport as the records keep it.
    init(_ attempt: FailedAttempt) {
        self.init(
            error: attempt.what, elapsedMS: attempt.elapsed.wholeMilliseconds,
            waitedMS: attempt.waited.wholeMilliseconds)
    }
}

extension Duration {
    /// Milliseconds, cut off.
    var wholeMilliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
