import SafetyGrid

/// Makes a model from its name: one line a provider.
package enum ModelRegistry {
    typealias Maker = @Sendable (ModelReference, ModelContext) throws -> any ChatModel

    private static let makers: [(provider: String, make: Maker)] = [
        ("simulated", makeSimulated)
    ]

    /// The providers, in the order of the documentation.
    package static var providers: [String] { makers.map(\.provider) }

    /// The model `provider/model`.
    ///
    /// - Parameters:
    ///   - name: the model, as the user wrote it
    ///   - baseURL: an address to use in place of the provider's own; no key is needed then, but one that is set is sent
    ///   - context: the world outside
    /// - Throws: ``ChatError`` for an unknown provider or a missing setting, `SeedError` for a broken profile.
    package static func model(_ name: String, baseURL: String?, context: ModelContext) throws -> any ChatModel {
        let reference = try ModelReference(name, baseURL: baseURL, known: providers)
        guard let make = makers.first(where: { $0.provider == reference.provider })?.make else {
            throw ChatError.unknownProvider(name, known: providers)
        }
        return try make(reference, context)
    }

    private static let makeSimulated: Maker = { reference, context in
        guard reference.baseURL == nil else {
            throw ChatError.configuration(
                model: reference.name, problem: "a simulated model runs in process and takes no base URL")
        }
        let profile = try SimulatedProfile(id: reference.model, seeds: context.seeds)
        return SimulatedModel(profile: profile, clock: context.clock)
    }

    private static func openAI(_ preset: OpenAIModel.Preset) -> Maker {
        { reference, context in try OpenAIModel(reference, preset: preset, context: context) }
    }
}
