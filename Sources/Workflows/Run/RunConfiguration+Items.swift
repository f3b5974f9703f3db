import Records

extension RunConfiguration {
    /// The items that the run is to ask; nil for a run of prompts.
    ///
    /// - Throws: as ``ItemLibrary/set(_:)``.
    package func items() async throws -> ItemSet? {
        guard let name = request.generator.itemSet else { return nil }
        return try await ItemLibrary(places).set(name)
    }
}
