import ChatModels

/// Tells a response that an oracle's server does not take from a server that is set up wrongly.
actor ServerRefusals {
    private var hasServed = false

    /// The server has answered: what it rejects from now on is about the one response.
    func served() {
        hasServed = true
    }

    /// Why the server does not take a response; nil when the error is about the server itself, the key or the network.
    ///
    /// A request that is too long is about the response in any case; another rejection only once the server has answered.
    func reason(_ error: ChatError) -> String? {
        guard case .rejected(_, let status, let message) = error, [400, 413, 422].contains(status) else { return nil }
        let text = message.lowercased()
        let isTooLong = Self.lengths.contains { text.contains($0) }
        return isTooLong || hasServed || status == 413 ? message : nil
    }

    private static let lengths = [
        "context length", "context_length", "context window", "context size", "maximum context", "too many tokens",
        "prompt is too long", "input is too long", "too long", "reduce the length", "maximum number of tokens",
        "token limit",
    ]
}
