import Foundations

/// An axis of the grid: an id (`hazard`, `style`, `technique`, …) and its values in the order of the taxonomy.
package struct Dimension: Sendable, Codable, Equatable {
    /// The key under which a cell names its value, for example `hazard`.
    package let id: DimensionID
    /// The taxonomy the values were taken from, for example `astral`.
    package let taxonomy: String
    /// The values; at least one.
    package let values: [DimensionValue]

    /// An axis with the given values.
    package init(id: DimensionID, taxonomy: String, values: [DimensionValue]) {
        self.id = id
        self.taxonomy = taxonomy
        self.values = values
    }

    /// Keeps only the values with the given ids, in the order of the taxonomy.
    ///
    /// - Throws: ``ConfigurationError/unknownID(kind:id:known:)`` for an id that is not a value here.
    package func narrowed(to ids: [String]) throws(ConfigurationError) -> Dimension {
        let known = values.map(\.id)
        for id in ids where !known.contains(id) {
            throw ConfigurationError.unknownID(kind: self.id.rawValue, id: id, known: known)
        }
        let kept = Set(ids)
        return Dimension(id: id, taxonomy: taxonomy, values: values.filter { kept.contains($0.id) })
    }
}
