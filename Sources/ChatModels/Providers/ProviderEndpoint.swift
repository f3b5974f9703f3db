import FoundationEssentials
import HTTPTransport
import Records

/// One address of a provider, and how its failures become ``ChatError``.
///
/// Its description shows neither headers nor secrets.
struct ProviderEndpoint: Sendable, CustomStringConvertible, CustomReflectable {
    /// `provider/model`, for messages.
    let model: String
    let url: String
    let method: String
    let headers: HTTPHeaders
    /// Values that must not be seen in any message, even when the provider repeats them.
    let secrets: [String]
    let transfer: TransferOptions
    private let http: any HTTPClient
    private let tokenBudget: ResilientClient?

    /// An address to which requests go through `context.http`.
    init(
        model: String, url: String, headers: HTTPHeaders, secrets: [String], context: ModelContext,
        method: String = "POST"
    ) {
        self.model = model
        self.url = url
        self.method = method
        self.headers = headers
        // A short value would blot out parts of ordinary words.
        self.secrets = secrets.filter { $0.utf8.count >= 4 }
        transfer = context.transfer
        http = context.http
        tokenBudget = context.http as? ResilientClient
    }

    /// What a rejection with this status and body teaches of what was sent; nil for nothing.
    typealias Teaching = @Sendable (_ status: Int, _ body: [UInt8]) -> Lesson?

    /// Sends a JSON body.
    ///
    /// - Parameter teaching: says what a rejection teaches; nil learns nothing
    /// - Throws: ``ChatError``, or `CancellationError`.
    func send(
        _ body: some Encodable, of request: ChatRequest, teaching: Teaching? = nil
    ) async throws -> ProviderResult {
        let encoder = JSONEncoder()
        // In a fixed order: servers hold a model to a schema's members in the order in which they come.
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        let bytes: [UInt8]
        do {
            bytes = Array(try encoder.encode(body))
        } catch {
            throw ChatError.configuration(model: model, problem: "the request can't be written as JSON: \(error)")
        }
        return try await send(
            bytes: bytes, label: request.label, tokens: Self.estimate(request), teaching: teaching)
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
        // A template that can't be filled comes as a 500, and trying it again fills it no better.
        if let teaching { request.isFinal = { $0.status == 500 && teaching($0.status, $0.body) != nil } }
        let response: HTTPResponse
        do {
            response = try await http.send(request)
        } catch let error as HTTPError {
            throw chatError(for: error)
        }
        let retries = response.failedAttempts.map(Retry.init(_:))
        if response.isSuccess {
            if let teaching, let taught = taught(by: response, teaching) { return taught }
            return .answer(ProviderAnswer(endpoint: self, bytes: response.body, retries: retries, request: request))
        }
        let fault = ProviderFault(body: response.body)
        if fault.isContentFilter(status: response.status) {
            return .blocked(reason: scrubbed(fault.filterReason), retries: retries)
        }
        if let lesson = teaching?(response.status, response.body) {
            return .taught(
                lesson, chatError(for: response, fault),
                failedGeneration: RejectedParameter(status: response.status, body: response.body).failedGeneration)
        }
        throw chatError(for: response, fault)
    }

    /// What an error teaches that a gateway hands on with the status of a success and the upstream's own in its `code`.
    private func taught(by response: HTTPResponse, _ teaching: Teaching) -> ProviderResult? {
        guard response.body.prefix(64).contains(where: { $0 == UInt8(ascii: "{") }),
            String(decoding: response.body.prefix(256), as: UTF8.self).contains("\"error\""),
            let error = TolerantJSON.value(response.body)?["error"], let status = error["code"]?.count,
            (400..<500).contains(status)
        else { return nil }
        let fault = ProviderFault(json: .object(["error": error]))
        guard !fault.isContentFilter(status: status), let lesson = teaching(status, response.body) else { return nil }
        let message = scrubbed(fault.message)
        return .taught(
            lesson, .rejected(model: model, status: status, message: message), failedGeneration: nil)
    }

    /// Tells the transport how many tokens a call took in fact.
    func report(_ usage: TokenUsage, for request: HTTPRequest) {
        tokenBudget?.reportUsage(tokens: usage.input + usage.output, for: request)
    }

    /// A text of the provider made fit for a message: one line, 200 characters, no secret.
    func scrubbed(_ text: some Sequence<UInt8>) -> String {
        MessageText.line(text, hiding: secrets)
    }

    /// The same for a string.
    func scrubbed(_ text: String) -> String { scrubbed(text.utf8) }

    /// The model and the address, secrets hidden.
    var description: String { "\(model) at \(Redaction.url(String(url.prefix { $0 != "?" })))" }

    /// Nothing but the description.
    var customMirror: Mirror { Mirror(self, children: ["endpoint": description]) }

    private static func estimate(_ request: ChatRequest) -> Int {
        let bytes = request.messages.reduce(0) { $0 + $1.content.utf8.count }
        return bytes / 4 + (request.options.maxTokens ?? 256)
    }

    private func chatError(for response: HTTPResponse, _ fault: ProviderFault) -> ChatError {
        let message = scrubbed(fault.message.isEmpty ? "no message" : fault.message)
        switch response.status {
        case 401, 403: return .unauthorized(model: model, status: response.status, message: message)
        case _ where fault.isBadKey: return .unauthorized(model: model, status: response.status, message: message)
        case _ where fault.isOutOfFunds:
            return .rejected(model: model, status: response.status, message: message)
        case 408, 409, 425, 429, 500...:
            return .unavailable(
                model: model, status: response.status, message: message + Self.after(response.failedAttempts))
        case 300..<400:
            return .rejected(
                model: model, status: response.status, message: "redirected, which is not followed; check the base URL")
        default: return .rejected(model: model, status: response.status, message: message)
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
        case .connection, .tls, .circuitOpen, .unavailable, .exhausted:
            return .unreachable(model: model, message: scrubbed("\(error.root.summary) at \(host)" + after))
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
