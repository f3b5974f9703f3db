import Foundations

/// Options of the judge or the generator; the caller decides about those that are nil.
package struct ModelOptions: Sendable, Codable, Equatable {
    /// Instructions before every conversation.
    package var systemPrompt: String?
    /// Sampling temperature, 0 or more.
    package var temperature: Double?
    /// Most tokens of a reply, 1 or more.
    package var maxTokens: Int?
    /// Seed of the sampling, where the provider has one.
    package var seed: Int?
    /// Texts at which a reply ends.
    package var stop: [String]?
    /// Further fields of the request body, merged in as they are.
    package var extra: [String: JSONValue]?

    /// Options that are not sent even when the caller sets them; nil for none.
    package var omitted: [Omission]?

    /// An option that can be left out.
    package enum Omission: String, Sendable, Codable, CaseIterable {
        /// The sampling temperature.
        case temperature
        /// The limit of tokens.
        case maxTokens = "max-tokens"
        /// The seed.
        case seed
        /// The texts at which a reply ends.
        case stop
    }

    package init(
        systemPrompt: String? = nil, temperature: Double? = nil, maxTokens: Int? = nil, seed: Int? = nil,
        stop: [String]? = nil, extra: [String: JSONValue]? = nil
    ) {
        self.systemPrompt = systemPrompt
        self.temperature = temperature
        self.maxTokens = maxTokens
        self.seed = seed
        self.stop = stop
        self.extra = extra
    }
}
