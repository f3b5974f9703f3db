import Foundations

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
///
/// Values and groups may name a `parent` among the `groups`, which stand before what belongs to them: that makes tiers. A
/// value with `optional: true` is in a grid only where somebody selects it.
package struct Taxonomy: Sendable, Equatable {
    /// Id of the taxonomy, unique within its dimension.
    package let id: String
    /// The dimension its values belong to.
    package let dimension: DimensionID
    /// Name for people.
    package let title: String
    /// Where it was published.
    package let source: String
    /// The groups in the order of the file; none in a flat taxonomy.
    package let groups: [TaxonomyGroup]
    /// The values in the order of the file, without the optional ones.
    package let values: [DimensionValue]
    /// The values that a grid has only when they are selected, in the order of the file.
    package let optionalValues: [DimensionValue]
    /// The file it was read from.
    package let file: String

    /// Reads a taxonomy.
    ///
    /// - Parameters:
    ///   - text: the YAML text
    ///   - file: its path, for messages
    /// - Throws: ``ConfigurationError`` with file and line for an unknown key, a duplicate id, an empty text or an ill-formed id.
    package init(text: String, file: String) throws(ConfigurationError) {
        let root = try YAMLValue(text: text, file: file)
            .mapping(allowing: ["id", "dimension", "title", "source", "groups", "values"])
        self.file = file
        id = try Self.identifier(root, "id")
        dimension = DimensionID(try Self.identifier(root, "dimension"))
        title = try root.text("title")
        source = try root.text("source")
        var places: [String: SourceLocation] = [:]
        groups = try Self.groups(root["groups"], places: &places)
        let known = Set(groups.map(\.id))
        var values: [DimensionValue] = []
        var optional: [DimensionValue] = []
        for item in try root.required("values").list() {
            let entry = try item.mapping(allowing: Self.valueKeys)
            let value = try Self.value(entry, source: source, groups: known)
            try Self.note(value.id, entry, in: &places)
            if try entry["optional"]?.bool() == true { optional.append(value) } else { values.append(value) }
        }
        guard !values.isEmpty else {
            throw try root.required("values").invalid("a taxonomy needs at least one value that is not optional")
        }
        self.values = values
        optionalValues = optional
    }

    /// A taxonomy of values that were read elsewhere, one or more.
    package init(
        id: String, dimension: DimensionID, title: String, source: String, values: [DimensionValue], file: String
    ) {
        self.id = id
        self.dimension = dimension
        self.title = title
        self.source = source
        self.values = values
        self.file = file
        groups = []
        optionalValues = []
    }

    /// The axis this taxonomy makes, with the optional values that are selected behind the others, and behind these the
    /// strategies that are programs of the user's own.
    package func dimension(selecting ids: [String]) -> Dimension {
        let programs = dimension == .strategy ? ids.filter(ProgramName.isOne).map(ProgramName.strategy) : []
        return Dimension(
            id: dimension, taxonomy: id, values: values + optionalValues.filter { ids.contains($0.id) } + programs)
    }

    private static let valueKeys: Set<String> = [
        "id", "title", "definition", "source", "parent", "topic", "asks", "codes", "pages", "protective",
        "severity", "optional", "system_prompt",
    ]

    private static func value(
        _ entry: YAMLMapping, source: String, groups: Set<String>
    ) throws(ConfigurationError) -> DimensionValue {
        let codes = try entry.texts("codes")
        let pages = try entry.texts("pages")
        let protective = try entry["protective"]?.bool() ?? false
        return DimensionValue(
            id: try identifier(entry, "id"), title: try entry.text("title"),
            definition: try entry.text("definition"), source: try entry.optionalText("source") ?? source,
            parent: try parent(of: entry, groups: groups), topic: try entry.optionalText("topic"),
            asks: try entry.optionalText("asks"), codes: codes.isEmpty ? nil : codes,
            pages: pages.isEmpty ? nil : pages, protective: protective ? true : nil, severity: try severity(entry),
            systemPrompt: try entry["system_prompt"] == nil ? nil : entry.text("system_prompt"))
    }

    private static func severity(_ entry: YAMLMapping) throws(ConfigurationError) -> Double? {
        guard let value = entry["severity"] else { return nil }
        let severity = try value.double()
        guard severity > 0, severity.isFinite else { throw value.invalid("'severity' must be a number over 0") }
        return severity
    }

    private static func groups(
        _ list: YAMLValue?, places: inout [String: SourceLocation]
    ) throws(ConfigurationError) -> [TaxonomyGroup] {
        var groups: [TaxonomyGroup] = []
        var known: Set<String> = []
        for item in try list?.list() ?? [] {
            let entry = try item.mapping(allowing: ["id", "title", "definition", "parent"])
            let group = TaxonomyGroup(
                id: try identifier(entry, "id"), title: try entry.text("title"),
                definition: try entry.text("definition"), parent: try parent(of: entry, groups: known))
            try note(group.id, entry, in: &places)
            known.insert(group.id)
            groups.append(group)
        }
        return groups
    }

    /// A parent has to stand before what belongs to it, so that the tiers have no circle.
    private static func parent(of entry: YAMLMapping, groups: Set<String>) throws(ConfigurationError) -> String? {
        guard let value = entry["parent"] else { return nil }
        let id = try value.string()
        guard groups.contains(id) else {
            throw value.invalid("the parent '\(id)' is no group above; add it to 'groups', before this one")
        }
        return id
    }

    private static func note(
        _ id: String, _ entry: YAMLMapping, in places: inout [String: SourceLocation]
    ) throws(ConfigurationError) {
        let place = try entry.required("id").location
        if let first = places.updateValue(place, forKey: id) {
            throw ConfigurationError.duplicateID(place, id: id, first: first)
        }
    }

    /// An id that has to be there.
    static func identifier(_ mapping: YAMLMapping, _ key: String) throws(ConfigurationError) -> String {
        let id = try mapping.text(key)
        guard isIdentifier(id) else {
            throw try mapping.required(key)
                .invalid("'\(id)' is not an id: use lower-case letters, digits, '_', '-' and '.'")
        }
        return id
    }

    /// Whether a text may be an id: lower-case letters, digits, `_`, `-` and `.`, at least one.
    package static func isIdentifier(_ id: String) -> Bool {
        !id.isEmpty
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
