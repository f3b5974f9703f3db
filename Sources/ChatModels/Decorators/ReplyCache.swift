/// Keeps replies under the content of their calls.
package protocol ReplyCache: Sendable {
    /// The reply that is kept under `key`; nil when there is none.
    ///
    /// - Throws: the store's error.
    func reply(for key: String) async throws -> ChatReply?
    /// Keeps a reply of `model`. A reply that is already kept under the key stays.
    ///
    /// - Throws: the store's error.
    func keep(_ reply: ChatReply, of model: String, for key: String) async throws
}
