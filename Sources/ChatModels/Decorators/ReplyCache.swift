/// Keeps answers under the content of their calls.
package protocol ReplyCache: Sendable {
    /// The answer that is kept under `key`; nil when there is none.
    ///
    /// - Throws: the store's error.
    func reply(for key: String) async throws -> ChatReply?
    /// Keeps an answer of `model`. One that is there already stays.
    ///
    /// - Throws: the store's error.
    func keep(_ reply: ChatReply, of model: String, for key: String) async throws
}
