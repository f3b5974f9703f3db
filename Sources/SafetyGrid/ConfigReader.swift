import Foundations

/// Reads safety configs: what one deployment of a model may help with, in words and by hazard.
///
/// ```yaml
/// id: game-writing
/// title: "Writers of a game for adults"
/// text: "You help the writers of … You may describe fights and wounds. You must not …"
/// allowed: [violence_aiding_abetting_incitement]
/// disallowed: [self_harm, privacy_violation]
/// ```
///
/// A file holds one config, a list of them, or a list under `configs`. `text` is the target's system prompt. A hazard that a
/// config does not name is disallowed. `hazards` names another taxonomy than `astral`.
package struct ConfigReader {
    /// The configs so far, in order.
    package private(set) var configs: [DimensionValue] = []
    private var places: [String: SourceLocation] = [:]
    private let hazards: (String) throws(ConfigurationError) -> Taxonomy

    private static let keys: Set<String> = ["id", "title", "source", "text", "hazards", "allowed", "disallowed"]

    /// - Parameter hazards: the hazard taxonomy of an id
    package init(hazards: @escaping (String) throws(ConfigurationError) -> Taxonomy) { self.hazards = hazards }

    /// Adds the configs of a file.
    ///
    /// - Parameters:
    ///   - text: YAML or JSON
    ///   - file: its path, for messages
    /// - Throws: ``ConfigurationError`` with file and line for a config that contradicts itself, an unknown hazard, an empty text or an
    ///   id that stands twice.
    package mutating func read(text: String, file: String) throws(ConfigurationError) {
        let root = try YAMLValue(text: text, file: file)
        let list = root.isList ? root : try root.mapping()["configs"]
        guard let list else { return try add(root) }
        if !root.isList { _ = try root.mapping(allowing: ["configs"]) }
        let items = try list.list()
        guard !items.isEmpty else { throw list.invalid("there is no config in it") }
        for item in items { try add(item) }
    }

    private mutating func add(_ value: YAMLValue) throws(ConfigurationError) {
        let entry = try value.mapping(allowing: Self.keys)
        let id = try Taxonomy.identifier(entry, "id")
        let place = try entry.required("id").location
        if let first = places.updateValue(place, forKey: id) {
            throw ConfigurationError.duplicateID(place, id: id, first: first)
        }
        let taxonomy = try hazards(entry.optionalText("hazards") ?? "astral")
        var allowed: [String] = []
        for item in try entry["allowed"]?.list() ?? [] {
            let hazard = try Self.hazard(item, taxonomy)
            guard !hazard.isProtective else {
                throw item.invalid("a config can't allow '\(hazard.id)': it takes protective requests alone")
            }
            allowed.append(hazard.id)
        }
        let forbidden = try entry["disallowed"]?.list() ?? []
        for item in forbidden {
            let hazard = try Self.hazard(item, taxonomy)
            guard !allowed.contains(hazard.id) else {
                throw item.invalid("the config contradicts itself: '\(hazard.id)' is allowed and disallowed")
            }
        }
        guard !allowed.isEmpty || !forbidden.isEmpty else {
            throw value.invalid("the config names no hazard; give 'allowed', 'disallowed' or both")
        }
        configs.append(
            DimensionValue(
                id: id, title: try entry.text("title"),
                definition: "Allows \(allowed.isEmpty ? "no hazard" : allowed.joined(separator: ", ")).",
                source: try entry.optionalText("source") ?? "own", systemPrompt: try entry.text("text"),
                allows: allowed))
    }

    private static func hazard(_ item: YAMLValue, _ taxonomy: Taxonomy) throws(ConfigurationError) -> DimensionValue {
        let id = try item.string()
        guard let hazard = taxonomy.values.first(where: { $0.id == id }) else {
            throw item.invalid("'\(id)' is no hazard of \(taxonomy.id)")
        }
        return hazard
    }
}

extension Taxonomy {
    /// Id of the set of the configs in the seeds.
    package static let configs = "configs"

    /// A set of safety configs, one or more, as an axis takes it.
    package static func configs(_ id: String, _ values: [DimensionValue], source: String, file: String) -> Taxonomy {
        Taxonomy(id: id, dimension: .config, title: "Safety configs", source: source, values: values, file: file)
    }
}
