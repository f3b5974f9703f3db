/// Whether identical calls are answered from the store.
package enum CacheMode: String, Sendable, Codable, CaseIterable {
    /// Every call is sent.
    case off
    /// Answers that the store has are used; new ones are not kept.
    case read
    /// Answers are used and kept.
    case on
}
