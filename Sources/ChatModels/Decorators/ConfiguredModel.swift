import Records

/// A model whose options the user has set: they go before those that the caller asks for.
package struct ConfiguredModel: ChatModel {
    private let base: any ChatModel
    private let options: ModelOptions

    /// `base` with the options that the user has set.
    package init(_ base: any ChatModel, options: ModelOptions) {
        self.base = base
        self.options = options
    }

    package var name: String { base.name }
    package var isSimulated: Bool { base.isSimulated }

    package func reply(to request: ChatRequest) async throws -> ChatReply {
        var request = request
        if let prompt = options.systemPrompt { request.messages.insert(.init(.system, prompt), at: 0) }
        if let temperature = options.temperature { request.options.temperature = temperature }
        if let maxTokens = options.maxTokens {
            request.options.maxTokens = request.hasMoreRoom ? ChatOptions.moreRoom(than: maxTokens) : maxTokens
        }
        if let seed = options.seed { request.options.seed = seed }
        if let stop = options.stop { request.options.stop = stop }
        for option in options.omitted ?? [] {
            switch option {
            case .temperature: request.options.temperature = nil
            case .maxTokens: request.options.maxTokens = nil
            case .seed: request.options.seed = nil
            case .stop: request.options.stop = []
            }
        }
        if let extra = options.extra { request.options.extra.merge(extra) { _, set in set } }
        return try await base.reply(to: request)
    }
}
