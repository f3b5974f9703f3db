import FoundationEssentials
import Foundations
import HTTPTransport
import Records

/// The result of a request that did not fail.
enum ProviderResult: Sendable {
    /// A reply, yet to be read.
    case answer(ProviderAnswer)
    /// The provider's filter stopped the prompt.
    case blocked(reason: String, retries: [Retry])
    /// The server rejects a part of the request that the call can do without: the lesson from it, the error for a call
    /// that can't do without it, and the text that the model wrote all the same.
    case taught(Lesson, ChatError, failedGeneration: String?)

    /// The reply, read by `body` unless the provider's filter stopped the prompt.
    ///
    /// - Throws: what `body` throws.
    func reply(_ body: (ProviderAnswer) throws -> ChatReply) throws -> ChatReply {
        switch self {
        case .blocked(let reason, let retries):
            return ChatReply(text: "", blocked: reason, retries: retries)
        case .taught(_, let error, _): throw error
        case .answer(let answer):
            var reply = try body(answer).separatingThoughts()
            reply.retries = answer.retries
            // A server that counts nothing may say so with zeros.
            if reply.usage == TokenUsage(input: 0, output: 0) { reply.usage = nil }
            if let usage = reply.usage { answer.endpoint.report(usage, for: answer.request) }
            return reply
        }
    }
}

/// A response body and whom it came from.
struct ProviderAnswer: Sendable {
    let endpoint: ProviderEndpoint
    let bytes: [UInt8]
    let retries: [Retry]
    let request: HTTPRequest
    var headers: HTTPHeaders = [:]

    /// The body as JSON.
    ///
    /// - Parameter problem: what is said of a text that is none
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` with the start of the body.
    func json(otherwise problem: String = "not JSON") throws(ChatError) -> JSONValue {
        guard let value = TolerantJSON.value(bytes) else { throw unreadable(ownProblem ?? problem) }
        return value
    }

    /// The body as JSON of the given shape.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` with the start of the body.
    func decode<Shape: Decodable>(_ shape: Shape.Type) throws(ChatError) -> Shape {
        do {
            // By way of what is read leniently, so that a broken character spoils nothing.
            return try json().decoded(as: shape)
        } catch let error as ChatError {
            throw error
        } catch {
            throw unreadable(problem(with: error))
        }
    }

    /// An error that shows the start of the body.
    func unreadable(_ problem: String) -> ChatError {
        .unreadable(model: endpoint.model, problem: problem, excerpt: endpoint.scrubbed(bytes))
    }

    /// What is wrong with a body that is nothing like JSON.
    private var ownProblem: String? {
        if bytes.allSatisfy({ $0 <= 0x20 }) { return "an empty body" }
        if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") { return "a web page instead of JSON" }
        return nil
    }

    private func problem(with error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): return "the field '\(key.stringValue)' is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return "the field '\(path)' has another type than expected"
        default: return "not JSON"
        }
    }
}
