import FlyingFox
import Foundation
import Foundations
import SafetyGrid

/// Serves a chat model as an OpenAI-compatible server.
///
/// `POST /v1/chat/completions` and `GET /v1/models`; any key and any model name are taken.
package struct SimulatedServer: Sendable {
    /// Where and how the server runs.
    package struct Settings: Sendable {
        /// IPv4 address to bind to; the machine's own only, by default.
        package var host: String
        /// Port; 0 lets the system pick one.
        package var port: UInt16
        /// Waited before each response, besides the model's own latency.
        package var latency: Duration
        /// Largest request body, in bytes.
        package var maximumBody: Int
        /// How long clients are waited for, and how many of them; a benchmark may open thousands of connections at once.
        package var patience = PatientPool.Limits(waiting: 4096)

        /// Settings, each with the default shown.
        package init(
            host: String = "127.0.0.1", port: UInt16 = 8089, latency: Duration = .zero, maximumBody: Int = 1 << 20
        ) {
            self.host = host
            self.port = port
            self.latency = latency
            self.maximumBody = maximumBody
        }
    }

    private let model: any ChatModel
    private let settings: Settings
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Int

    /// A server of `model`.
    ///
    /// - Parameters:
    ///   - model: the model that replies
    ///   - settings: where and how it runs
    ///   - clock: waits for the latency
    ///   - now: seconds since 1970, for the time in the responses
    package init(
        _ model: any ChatModel, settings: Settings = Settings(), clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
    ) {
        self.model = model
        self.settings = settings
        self.clock = clock
        self.now = now
    }

    /// Serves until the task is cancelled, then returns.
    ///
    /// - Parameter onReady: called once with the port, when connections are taken
    /// - Throws: ``ServerError`` when the address can't be bound.
    package func run(onReady: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        try await PatientPool(settings.patience).serve(
            Handler(server: self), host: settings.host, port: settings.port,
            timeout: 60 + Double(settings.latency.components.seconds)
        ) { _, port in await onReady(Int(port)) }
    }

    private struct Handler: HTTPHandler {
        let server: SimulatedServer

        func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
            try await server.respond(to: request)
        }
    }

    private func respond(to request: HTTPRequest) async throws -> HTTPResponse {
        switch (request.method, request.path) {
        case (.GET, "/v1/models"):
            return try json(.ok, ModelList(data: [.init(id: model.name)]))
        case (.POST, "/v1/chat/completions"):
            return try await complete(request)
        case (_, "/v1/models"), (_, "/v1/chat/completions"):
            return try json(.methodNotAllowed, ServerFault("this method is not allowed here"))
        default:
            return try json(
                .notFound, ServerFault("unknown address; try POST /v1/chat/completions", code: "unknown_url"))
        }
    }

    private func complete(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let body = try await self.body(of: request) else {
            let problem = "the body is over \(settings.maximumBody) bytes"
            var response = try json(.payloadTooLarge, ServerFault(problem))
            // What is left of the body must not be taken for the next request.
            response.headers[.connection] = "close"
            return response
        }
        let parsed: CompletionRequest
        do {
            parsed = try CompletionRequest(body)
        } catch {
            return try json(.badRequest, ServerFault(error.message, param: error.field))
        }
        if settings.latency > .zero { try await clock.sleep(for: settings.latency) }
        do {
            var replies: [ChatReply] = []
            for sample in 0..<parsed.choices {
                var request = parsed.request
                request.sample = sample
                replies.append(try await model.reply(to: request))
            }
            let id = "chatcmpl-" + StableHash.hex(StableHash.of(parsed.request.messages.last?.content ?? ""))
            return try json(.ok, CompletionAnswer(replies, id: id, model: parsed.model, created: now()))
        } catch let error as ChatError {
            return try json(.badGateway, ServerFault(error.description, type: "server_error"))
        }
    }

    /// The body, or nil when it is too large.
    private func body(of request: HTTPRequest) async throws -> Data? {
        if let count = request.bodySequence.count, count > settings.maximumBody { return nil }
        var body = Data()
        for try await part in request.bodySequence {
            body.append(part)
            if body.count > settings.maximumBody { return nil }
        }
        return body
    }

    private func json(_ status: HTTPStatusCode, _ body: some Encodable) throws -> HTTPResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return HTTPResponse(
            statusCode: status, headers: [.contentType: "application/json"], body: try encoder.encode(body))
    }
}
