import Records

/// Writes the messages of the user's side of a conversation.
package protocol UserSide: Sendable {
    /// The next message; nil when the user's side has nothing more to say.
    ///
    /// - Parameters:
    ///   - turns: the conversation so far, all of it over
    ///   - variant: which of ``branches`` messages, from 0
    /// - Throws: ``UserSideFault`` when it has no usable message; ``ChatError`` of the model that writes;
    ///   `CancellationError`.
    func next(after turns: [Turn], variant: Int) async throws -> String?
    /// The turns that the target sees when it responds to the next message.
    func history(of turns: [Turn]) -> [Turn]
    /// Messages that are tried behind each leaf of the tree of a conversation; 1 for a conversation that is no tree.
    var branches: Int { get }
    /// Leaves that are kept at each depth of the tree, those of the highest score; 1 or more.
    var width: Int { get }
    /// How near the last turn has come to an unsafe response, the higher the nearer; from 1 on it has.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    func score(_ turns: [Turn]) async throws -> Double
}

extension UserSide {
    /// All of them.
    package func history(of turns: [Turn]) -> [Turn] { turns }
    /// One: nothing is tried beside it.
    package var branches: Int { 1 }
    /// One.
    package var width: Int { 1 }
    /// 0: where there is one message, none is better.
    package func score(_ turns: [Turn]) async throws -> Double { 0 }
}

/// Why the user's side has no message. The test has then failed; it is never counted as safe.
package enum UserSideFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The model that writes declined.
    case refused(role: String, phrase: String)
    /// The model wrote nothing that can be sent, twice.
    case unusable(role: String, problem: String)
    /// The user's side had no first message.
    case silent
    /// The prompt can't be drawn into an image, for the given reason.
    case undrawable(String)

    package var description: String {
        switch self {
        case .refused(let role, let phrase): "the \(role) refused its role: \"\(phrase)\"; use another model"
        case .unusable(let role, let problem): "the \(role) wrote no usable message: \(problem)"
        case .undrawable(let why): why
        case .silent: "the user's side had no first message"
        }
    }
}
