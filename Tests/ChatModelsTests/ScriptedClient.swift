import FoundationEssentials
import Foundations
import HTTPTransport
import Records

/// Answers requests from a list, in order, and remembers them: for the shapes of messages, where no socket is needed.
final class ScriptedClient: HTTPClient {
    private struct State: Sendable {
        var answers: [Result<HTTPResponse, HTTPError>]
        var requests: [HTTPRequest] = []
    }

    private let state: Locked<State>

    init(_ answers: [Result<HTTPResponse, HTTPError>]) {
        state = Locked(State(answers: answers))
    }

    /// A client with one answer.
    convenience init(_ status: Int, _ body: String, failed: [FailedAttempt] = []) {
        self.init([.success(HTTPResponse(status: status, body: Array(body.utf8), failedAttempts: failed))])
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    /// The body of the last request as JSON.
    var lastBody: JSONValue? {
        requests.last.flatMap { try? JSONDecoder().decode(JSONValue.self, from: Data($0.body)) }
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try state.withLock { state in
            state.requests.append(request)
            guard !state.answers.isEmpty else { throw HTTPError.unavailable("nothing left in the script") }
            return try state.answers.removeFirst().get()
        }
    }
}
