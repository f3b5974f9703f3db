import ChatModels
import Foundations
import Records

/// A call that waits for a batch.
struct BatchCall: Sendable {
    /// Names it in every batch and in the store: the same call of the same test has the same key in every process.
    let key: String
    let request: ChatRequest
    let role: BatchRole
    let interface: any BatchInterface
    let piece: BatchPiece
    /// How often it has gone out for nothing.
    var attempts = 0
    private let answers: AsyncStream<BatchAnswer>.Continuation

    init(
        key: String, request: ChatRequest, role: BatchRole, interface: any BatchInterface, piece: BatchPiece,
        answers: AsyncStream<BatchAnswer>.Continuation
    ) {
        self.key = key
        self.request = request
        self.role = role
        self.interface = interface
        self.piece = piece
        self.answers = answers
    }

    /// Lets the caller go on.
    func answer(_ answer: BatchAnswer) { answers.yield(answer) }

    /// The key of the n-th call, from 0, that is the same as others of its test.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` for a request that can't be written as JSON.
    static func key(of request: ChatRequest, _ role: BatchRole, _ model: String, number: Int) throws -> String {
        let content = try CachedModel.key(of: request, model: model, address: nil)
        let text = "\(role.rawValue)\n\(request.label)\n\(number)\n\(content)"
        // Providers allow up to 64 letters, digits, dashes and underscores.
        return String(SHA256.hex(of: Array(text.utf8)).prefix(40))
    }
}

/// What a caller is told.
enum BatchAnswer: Sendable {
    /// The reply.
    case reply(ChatReply)
    /// Its error.
    case failure(any Error)
    /// The batch did not do it: it is to be asked at once.
    case atOnce
    /// The run is to stop.
    case stopped
}
