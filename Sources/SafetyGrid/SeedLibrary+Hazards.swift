import Foundations

extension SeedLibrary {
    /// The hazards with an id, in every taxonomy that has one.
    ///
    /// - Throws: ``ConfigurationError/unknownID(kind:id:known:)``, with ids that are near.
    package func hazards(_ id: String) throws(ConfigurationError) -> [(Taxonomy, DimensionValue)] {
        var found: [(Taxonomy, DimensionValue)] = []
        var known: [String] = []
        for taxonomy in taxonomies where taxonomy.dimension == .hazard {
            for value in taxonomy.values {
                if value.id == id { found.append((taxonomy, value)) }
                if value.id.contains(id.prefix(4)) { known.append(value.id) }
            }
        }
        guard !found.isEmpty else { throw .unknownID(kind: "hazard", id: id, known: Array(known.prefix(8))) }
        return found
    }
}
