/// A reply that is kept for identical calls.
package struct StoredReply: Sendable, Equatable {
    /// Digest of the call.
    package let key: String
    /// The model that replied.
    package let model: String
    /// The reply as JSON.
    package let json: String

    package init(key: String, model: String, json: String) {
        self.key = key
        self.model = model
        self.json = json
    }
}
