/// Whether the replies to identical calls are taken from the store.
package enum CacheMode: String, Sendable, Codable, CaseIterable {
    /// Every call is sent.
    case off
    /// Replies in the store are used; new ones are not kept.
    case read
    /// Replies are used and kept.
    case on
}
