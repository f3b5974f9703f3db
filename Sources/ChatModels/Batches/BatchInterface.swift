import Foundations

/// A model whose provider takes many requests at once.
protocol BatchingModel: ChatModel {
    /// Takes them; nil where this provider, or server, does not.
    var batchInterface: (any BatchInterface)? { get }
}

extension ChatModel {
    /// Takes many requests at once, for less; nil where the provider offers no such thing.
    package var batches: (any BatchInterface)? { (self as? any BatchingModel)?.batchInterface }
}

/// A provider's way of taking many requests at once and replying to them later, at a lower price.
///
/// ``ChatModel/batches`` has that of a model. No provider keeps an order: lines and results are joined by their keys.
package protocol BatchInterface: Sendable {
    /// `provider/model`, as the user wrote it.
    var model: String { get }
    /// Price of a call as a share of what it costs when it is made at once, over 0 and up to 1.
    var priceShare: Double { get }
    /// The shortest pause between two looks at a batch.
    var shortestPause: Duration { get }

    /// Writes a request as a line.
    ///
    /// - Parameter key: names the line in its batch: up to 64 letters, digits, `-` and `_`
    func line(for request: ChatRequest, key: String) async -> BatchLine
    /// Hands a batch in, once: it may have been taken although an error is thrown.
    ///
    /// - Parameters:
    ///   - lines: the requests, one or more, each with a key of its own
    ///   - name: found again by ``find(_:)``
    /// - Returns: the provider's id of the batch
    /// - Throws: ``ChatError``, or `CancellationError`.
    func submit(_ lines: [BatchLine], name: String) async throws -> String
    /// The id of a batch that was handed in; nil when the provider has none like it.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    func find(_ batch: SoughtBatch) async throws -> String?
    /// Whether ``find(_:)`` knows a batch by its name; otherwise what it finds may be another's.
    var findsByName: Bool { get }
    /// How a batch stands.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    func status(of id: String) async throws -> BatchStatus
    /// The results of a batch that has ended, in any order; a damaged line is left out.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    func results(of status: BatchStatus) async throws -> [BatchResult]
    /// Asks for the end of a batch; requests that are done stay done.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    func cancel(_ id: String) async throws
    /// The reply that a result stands for.
    ///
    /// - Parameters:
    ///   - request: what was asked
    ///   - line: the line that asked it
    ///   - status: the status of the result
    ///   - body: the body of the result
    /// - Returns: nil when the result teaches how the server is to be asked: asked anew it may reply
    /// - Throws: ``ChatError``.
    func reply(to request: ChatRequest, line: BatchLine, status: Int, body: JSONValue) async throws -> ChatReply?
}

extension BatchInterface {
    package var priceShare: Double { 0.5 }
    package var shortestPause: Duration { .milliseconds(100) }
    package var findsByName: Bool { true }
}

/// A request of a batch.
package struct BatchLine: Sendable {
    /// Names it in its batch.
    package let key: String
    /// The line as JSON, without the line break; empty when it was sent and is no longer of use.
    package var bytes: [UInt8]
    /// How the server was asked.
    let habits: ServerHabits

    /// A line of JSON.
    init(key: String, _ line: JSONValue, habits: ServerHabits) {
        self.key = key
        bytes = line.bytes
        self.habits = habits
    }
}

/// A batch whose id is not known, because its sender ended before the provider's word came.
package struct SoughtBatch: Sendable {
    /// The name it was handed in with.
    package let name: String
    /// Requests in it.
    package let requests: Int
    /// When it was handed in, in seconds since 1970, by this machine's clock.
    package let sentAt: Double
    /// The ids of other batches.
    package let others: Set<String>

    package init(name: String, requests: Int, sentAt: Double, others: Set<String>) {
        self.name = name
        self.requests = requests
        self.sentAt = sentAt
        self.others = others
    }
}

/// How a batch stands.
package struct BatchStatus: Sendable {
    /// Whether nothing more will be done.
    package let hasEnded: Bool
    /// Why it ended before every request had a result, in the provider's words; nil when it says nothing of the kind.
    package let problem: String?
    /// Where its results are; empty for nowhere.
    package let sources: [Source]
    /// The state of a batch that goes on, in the provider's words, when it is not known here; nil for one that is.
    package var unknownState: String?
    /// When the batch expires, in seconds since 1970; nil when the provider does not say.
    package var expiresAt: Double?

    /// A place of results.
    package enum Source: Sendable {
        /// A file of JSON lines, or an address below the interface.
        case file(String)
        /// The results themselves.
        case inline([JSONValue])
    }

    /// Whether results stand in a file that can be read again.
    package var isKept: Bool {
        sources.contains { source in
            if case .file = source { true } else { false }
        }
    }

    package init(hasEnded: Bool, problem: String? = nil, sources: [Source] = []) {
        self.hasEnded = hasEnded
        self.problem = problem
        self.sources = sources
    }
}

/// The result of one request of a batch.
package struct BatchResult: Sendable {
    /// The key of its line.
    package let key: String
    /// Whether the provider responded.
    package let outcome: Outcome

    /// A response, or none.
    package enum Outcome: Sendable {
        /// The provider responded to it, as it would have at once.
        case response(status: Int, body: JSONValue)
        /// Nobody worked on it: it expired, or was cancelled.
        case undone
    }

    package init(key: String, outcome: Outcome) {
        self.key = key
        self.outcome = outcome
    }
}
