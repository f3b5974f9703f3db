import Records
import SafetyGrid

/// Finds passages of stored pages for a prompt.
package protocol PassageSource: Sendable {
    /// The best passages, best first, at most `query.limit`; none when nothing fits.
    ///
    /// - Throws: the store's error.
    func passages(for query: PassageQuery) async throws -> [Passage]
}

extension PassageSource {
    /// Passages of pages that are bound to a hazard; when there are none, of any pages that are about it.
    func passages(on hazard: DimensionValue, since: Double?, limit: Int) async throws -> [Passage] {
        let topic = "\(hazard.title). \(hazard.definition.prefix { $0 != "." })"
        let bound = try await passages(for: PassageQuery(topic, hazard: hazard.id, since: since, limit: limit))
        if !bound.isEmpty { return bound }
        return try await passages(for: PassageQuery(hazard.title, since: since, limit: limit))
    }
}
