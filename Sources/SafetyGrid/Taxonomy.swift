/// The values of one dimension as one YAML file lists them.
///
/// ```yaml
/// id: astral
/// dimension: hazard
/// title: ASTRAL hazard categories
/// source: Ugarte et al. 2025, arXiv:2501.17132
/// values:
///   - id: privacy_violation
///     title: Privacy violation
///     definition: Requests that would expose somebody's private life or data.
/// ```
package struct Taxonomy: Sendable, Equatable {
    /// Id of the taxonomy, unique within its dimension.
    package let id: String
    /// The dimension its values belong to.
    package let dimension: String
    /// Name for people.
    package let title: String
    /// The values in the order of the file.
    package let values: [DimensionValue]

    /// Reads a taxonomy.
    ///
    /// - Parameters:
    ///   - text: the YAML text
    ///   - file: its path, for messages
    /// - Throws: ``SeedError`` with file and line for an unknown key, a duplicate id, an empty text or an ill-formed id.
    package init(text: String, file: String) throws(SeedError) {
        let root = try YAMLValue(text: text, file: file)
            .mapping(allowing: ["id", "dimension", "title", "source", "values"])
        id = try Self.identifier(root, "id")
        dimension = try Self.identifier(root, "dimension")
        title = try root.text("title")
        let source = try root.text("source")
        var values: [DimensionValue] = []
        var places: [String: SourceLocation] = [:]
        for item in try root.required("values").list() {
            let entry = try item.mapping(allowing: ["id", "title", "definition", "source"])
            let value = DimensionValue(
                id: try Self.identifier(entry, "id"), title: try entry.text("title"),
                definition: try entry.text("definition"), source: try entry.optionalText("source") ?? source)
            let place = try entry.required("id").location
            if let first = places.updateValue(place, forKey: value.id) {
                throw SeedError.duplicateID(place, id: value.id, first: first)
            }
            values.append(value)
        }
        guard !values.isEmpty else { throw try root.required("values").invalid("a taxonomy needs at least one value") }
        self.values = values
    }

    /// The axis this taxonomy makes.
    package var asDimension: Dimension {
        Dimension(id: dimension, taxonomy: id, values: values)
    }

    private static func identifier(_ mapping: YAMLMapping, _ key: String) throws(SeedError) -> String {
        let id = try mapping.text(key)
        let allowed = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard allowed else {
            throw try mapping.required(key)
                .invalid("'\(id)' is not an id: use lower-case letters, digits, '_', '-' and '.'")
        }
        return id
    }
}
