import Records

/// Keeps the calls of models, and replies for identical calls.
package protocol CallStore: Sendable {
    /// Records a call of a model that helps in a run; durable when it returns.
    func record(_ call: ModelCall, in run: String) async throws
    /// What the recorded calls of a run have cost, replies from the cache left out.
    func callTotals(of run: String) async throws -> CallTotals
    /// Counts a session of an application that a run is about to begin (1), or has ended (-1); durable when it returns.
    func countSession(_ change: Int, of run: String) async throws
    /// Takes the number of sessions that a run has begun and not ended, which is 0 from then on.
    func takeOpenSessions(of run: String) async throws -> Int
    /// Keeps a reply for identical calls; a reply that is already kept stays.
    func keep(_ reply: StoredReply) async throws
    /// The reply that is kept under a key; nil when there is none.
    func reply(for key: String) async throws -> StoredReply?
}
