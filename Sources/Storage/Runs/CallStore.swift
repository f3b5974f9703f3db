import Records

/// Keeps the calls of models, and replies for identical calls.
package protocol CallStore: Sendable {
    /// Records a call of a model that helps in a run; durable when it returns.
    func record(_ call: ModelCall, in run: String) async throws
    /// What the recorded calls of a run have cost, replies from the cache left out.
    func callTotals(of run: String) async throws -> CallTotals
    /// Keeps a reply for identical calls; a reply that is already kept stays.
    func keep(_ reply: StoredReply) async throws
    /// The reply that is kept under a key; nil when there is none.
    func reply(for key: String) async throws -> StoredReply?
}
