import SafetyGrid

/// Makes a model from its name: one line a provider.
package enum ModelRegistry {
    typealias Maker = @Sendable (ModelReference, ModelContext) throws -> any ChatModel

    private static let makers: [(provider: String, make: Maker)] = [
        ("openai", { try OpenAIModel($0, preset: .openAI, context: $1) }),
        ("azure", { try OpenAIModel(azure: $0, context: $1) }),
        ("anthropic", { try AnthropicModel($0, context: $1) }),
        ("gemini", { try GeminiModel($0, context: $1) }),
        ("mistral", { try OpenAIModel($0, preset: .mistral, context: $1) }),
        ("groq", { try OpenAIModel($0, preset: .groq, context: $1) }),
        ("together", { try OpenAIModel($0, preset: .together, context: $1) }),
        ("openrouter", { try OpenAIModel($0, preset: .openRouter, context: $1) }),
        ("images", { try ImageModel($0, context: $1) }),
        ("moderation", { try ModerationModel($0, context: $1) }),
        ("completion", { try CompletionModel($0, context: $1) }),
        ("ollama", { try OllamaModel($0, context: $1) }),
        ("http", { try ApplicationModel($0, context: $1) }),
        ("process", { try ProcessModel($0, context: $1) }),
        ("simulated", { try SimulatedModel.model($0, context: $1) }),
    ]

    /// The providers, in the order of the documentation.
    package static var providers: [String] { makers.map(\.provider) }

    /// Environment variables that hold keys, for a check of the configuration.
    package static let keyVariables = [
        "OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY",
        "MISTRAL_API_KEY", "GROQ_API_KEY", "TOGETHER_API_KEY", "OPENROUTER_API_KEY",
    ]

    /// The model `provider/model`.
    ///
    /// - Parameters:
    ///   - name: the model, as the user wrote it
    ///   - baseURL: an address to use in place of the provider's own, in which `${NAME}` stands for the environment's; no key is
    ///     needed then, but one that is set is sent
    ///   - context: the world outside
    /// - Returns: a model that is ready to be asked; nothing has been sent yet
    /// - Throws: ``ChatError`` for an unknown provider or a missing setting, `ConfigurationError` for a broken profile.
    package static func model(_ name: String, baseURL: String?, context: ModelContext) throws -> any ChatModel {
        let reference = try ModelReference(
            name, baseURL: baseURL, known: providers, environment: context.environment)
        guard let make = makers.first(where: { $0.provider == reference.provider })?.make else {
            throw ChatError.unknownProvider(name, known: providers)
        }
        if let variable = reference.addressVariable {
            context.notice("\(reference.name) is asked where \(variable) of the environment says")
        }
        return try make(reference, context)
    }
}
