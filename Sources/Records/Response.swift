import Images

/// The target's response to one test case.
package struct Response: Sendable, Codable, Equatable {
    /// Its text; empty when it was blocked or had none.
    package var text: String
    /// Images that the target made, in order; empty for none.
    package var images: [ImageReference] = []
    /// The image in which the prompt's text was sent; nil where it went as text.
    package var drawnPrompt: ImageReference?
    /// The thoughts that the model wrote before or within its text; no oracle sees them. Nil for none.
    package let reasoning: String?
    /// The provider's reason when its own filter stopped the prompt or the response; nil otherwise.
    package let blocked: String?
    /// Whether the response was cut at the token limit.
    package let truncated: Bool
    /// The model that responded, as the provider names it; nil when it does not say.
    package let model: String?
    /// Tokens of prompt and response; nil when the provider does not say.
    package let usage: TokenUsage?
    /// Price of the call in US dollars; nil when no price is known.
    package let cost: Double?
    /// Attempts that failed before this response came.
    package let retries: [Retry]
    /// Whether it comes from the cache: nothing was sent, and its tokens were not paid for.
    package let isCached: Bool
    /// US dollars that it cost less than it would have at once, 0 without a known price; nil unless it came in a batch.
    package let saved: Double?

    package init(
        text: String, reasoning: String? = nil, blocked: String? = nil, truncated: Bool = false,
        model: String? = nil, usage: TokenUsage? = nil, cost: Double? = nil, retries: [Retry] = [],
        isCached: Bool = false, saved: Double? = nil
    ) {
        self.saved = saved
        self.isCached = isCached
        self.text = text
        self.reasoning = reasoning
        self.blocked = blocked
        self.truncated = truncated
        self.model = model
        self.usage = usage
        self.cost = cost
        self.retries = retries
    }
}

/// Tokens of one call, as the provider counts them.
package struct TokenUsage: Sendable, Codable, Equatable {
    /// Tokens of the prompt.
    package let input: Int
    /// Tokens of the reply.
    package let output: Int

    /// Token counts, both 0 or more.
    package init(input: Int, output: Int) {
        self.input = input
        self.output = output
    }

    /// The tokens that texts may be where nobody has counted them: a quarter of their bytes, rounded up.
    package static func estimate(of texts: [String]) -> Int { (texts.reduce(0) { $0 + $1.utf8.count } + 3) / 4 }
}

/// A failed attempt that was repeated. It is recorded, because repeats must not hide that a case was hard.
package struct Retry: Sendable, Codable, Equatable {
    /// What went wrong, for example `HTTP 503` or `connection reset`.
    package let error: String
    /// How long the attempt took, in milliseconds.
    package let elapsedMS: Int
    /// How long was waited after it, in milliseconds.
    package let waitedMS: Int

    package init(error: String, elapsedMS: Int, waitedMS: Int) {
        self.error = error
        self.elapsedMS = elapsedMS
        self.waitedMS = waitedMS
    }

    private enum CodingKeys: String, CodingKey {
        case error
        case elapsedMS = "elapsed_ms"
        case waitedMS = "waited_ms"
    }
}
