import Foundations

/// A framework of risks that others published, and which values of the grid have to do with each of its items.
///
/// ```yaml
/// id: house-rules
/// title: Our rules for assistants
/// version: "3"
/// url: https://rules.example/3
/// items:
///   - {id: R1, title: "No refunds that are not due"}
///   - {id: R2, title: "Keys are kept apart", not_tested: "It is seen in the deployment, not in responses."}
/// map:
///   hazard:
///     house:
///       wrong_refund: [R1]
///   injection:
///     places:
///       any: [~R1]
/// ```
///
/// `map` leads from dimension, taxonomy, and value or group to items; `any` stands for every value that does something, and is
/// for those without an entry of their own. An item behind `~` is related: tests say something of it, and do not cover it. The
/// taxonomy `risks` of the dimension `scenario` are the kinds of harm of scenarios.
package struct Framework: Sendable, Equatable {
    /// What the framework asks about.
    package struct Item: Sendable, Equatable {
        /// Its id, as the framework writes it.
        package let id: String
        /// Its name.
        package let title: String
        /// The item that it is a part of: its tests count there too.
        package let partOf: String?
        /// Why no test from outside can cover it; nil where tests can.
        package let notTested: String?
    }

    /// How a value leads to an item.
    package struct Link: Sendable, Hashable {
        /// Index of the item.
        package let item: Int
        /// Whether tests cover the item, or only say something of it.
        package let isDirect: Bool
    }

    /// The key of the values that do something.
    package static let any = "any"
    /// The values that do nothing: for them `any` does not count.
    private static let idle: Set<String> = [Dimension.none, "direct", "plain"]
    /// The taxonomy of the kinds of harm of scenarios.
    package static let risks = "risks"

    /// Its id, unique.
    package let id: String
    /// Its name.
    package let title: String
    /// The edition that the items are of.
    package let version: String
    /// Where it was published.
    package let url: String
    /// What to know before citing it; nil for nothing.
    package let note: String?
    /// The items, in its order.
    package let items: [Item]
    /// Where values lead, by dimension and taxonomy.
    let map: [DimensionID: [String: [String: [Link]]]]
    /// The file it was read from.
    let file: String
    private let places: [String: SourceLocation]

    /// Reads a framework.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package init(text: String, file: String) throws(ConfigurationError) {
        let root = try YAMLValue(text: text, file: file)
            .mapping(allowing: ["id", "title", "version", "url", "note", "items", "map"])
        self.file = file
        id = try Taxonomy.identifier(root, "id")
        title = try root.text("title")
        version = try root.text("version")
        url = try root.text("url")
        note = try root.optionalText("note")
        items = try Self.items(root.required("items"))
        let index = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1.id, $0) })
        var map: [DimensionID: [String: [String: [Link]]]] = [:]
        var places: [String: SourceLocation] = [:]
        for (dimension, taxonomies) in try root.required("map").mapping().pairs {
            for (taxonomy, entries) in try taxonomies.mapping().pairs {
                places[Self.place(DimensionID(dimension), taxonomy)] = entries.location
                var links: [String: [Link]] = [:]
                for (key, list) in try entries.mapping().pairs {
                    places[Self.place(DimensionID(dimension), taxonomy, key)] = list.location
                    links[key] = try Self.links(list, items, index, framework: id)
                }
                map[DimensionID(dimension), default: [:]][taxonomy] = links
            }
        }
        self.map = map
        self.places = places
    }

    private static func items(_ value: YAMLValue) throws(ConfigurationError) -> [Item] {
        var items: [Item] = []
        for entry in try value.list() {
            let item = try entry.mapping(allowing: ["id", "title", "part_of", "not_tested"])
            let id = try item.text("id")
            let whole = try item.optionalText("part_of")
            guard !items.contains(where: { $0.id == id }) else {
                throw entry.invalid("the item '\(id)' is there twice")
            }
            if let whole, !items.contains(where: { $0.id == whole }) {
                throw entry.invalid("'\(whole)' is no item above; an item stands before its parts")
            }
            items.append(
                Item(
                    id: id, title: try item.text("title"), partOf: whole,
                    notTested: try item.optionalText("not_tested")))
        }
        guard !items.isEmpty else { throw value.invalid("a framework needs at least one item") }
        return items
    }

    /// The links of an entry, and those to what its items are parts of.
    private static func links(
        _ list: YAMLValue, _ items: [Item], _ index: [String: Int], framework: String
    ) throws(ConfigurationError) -> [Link] {
        var links: [Link] = []
        for entry in try list.list() {
            let text = try entry.string()
            let isDirect = !text.hasPrefix("~")
            let name = isDirect ? text : String(text.dropFirst())
            guard let item = index[name] else {
                throw entry.invalid("'\(name)' is no item of the framework \(framework)")
            }
            if isDirect, items[item].notTested != nil {
                throw entry.invalid(
                    "'\(name)' says that no test covers it; write ~\(name), or leave out its not_tested")
            }
            var next: Int? = item
            while let found = next {
                let link = Link(item: found, isDirect: isDirect && items[found].notTested == nil)
                if !links.contains(link) { links.append(link) }
                next = items[found].partOf.flatMap { index[$0] }
            }
        }
        return links
    }

    private static func place(_ dimension: DimensionID, _ parts: String...) -> String {
        ([dimension.rawValue] + parts).joined(separator: "/")
    }

    /// Makes sure that every taxonomy and value exists, and gives each value of them the entry of its nearest group.
    ///
    /// - Parameters:
    ///   - taxonomies: those that are known
    ///   - risks: ids of the kinds of harm of scenarios
    ///   - isWhole: whether a taxonomy that is not among them is a fault
    /// - Throws: ``ConfigurationError`` with the line of what does not exist.
    package func resolved(
        by taxonomies: [Taxonomy], risks: [String], isWhole: Bool
    ) throws(ConfigurationError) -> Framework {
        var map = self.map
        for (dimension, byTaxonomy) in self.map {
            for (id, links) in byTaxonomy {
                if dimension == .scenario, id == Self.risks {
                    try check(links.keys, among: Set(risks), "kind of harm", dimension, id)
                } else if dimension == .hazard, id == ApplicationProfile.taxonomy {
                    let kinds = ApplicationProfile.Kind.allCases.map(\.rawValue)
                    try check(links.keys, among: Set(kinds), "kind of hazard of an application", dimension, id)
                } else if let taxonomy = taxonomies.first(where: { $0.dimension == dimension && $0.id == id }) {
                    let values = taxonomy.values + taxonomy.optionalValues
                    try check(
                        links.keys, among: Set(values.map(\.id) + taxonomy.groups.map(\.id)), "value or group of \(id)",
                        dimension, id)
                    map[dimension]?[id] = Self.spread(links, over: values, TaxonomyTiers(taxonomy))
                } else if isWhole {
                    let place = places[Self.place(dimension, id)] ?? SourceLocation(file: file)
                    throw .invalid(place, "there is no taxonomy '\(id)' of the dimension \(dimension)")
                }
            }
        }
        return Framework(self, map: map)
    }

    private init(_ framework: Framework, map: [DimensionID: [String: [String: [Link]]]]) {
        (id, title, version, url) = (framework.id, framework.title, framework.version, framework.url)
        (note, items, file, places) = (framework.note, framework.items, framework.file, framework.places)
        self.map = map
    }

    private func check(
        _ keys: some Collection<String>, among known: Set<String>, _ kind: String, _ dimension: DimensionID,
        _ taxonomy: String
    ) throws(ConfigurationError) {
        let unknown = keys.filter { $0 != Self.any && !known.contains($0) }
            .map { (name: $0, place: places[Self.place(dimension, taxonomy, $0)] ?? SourceLocation(file: file)) }
        guard let first = unknown.min(by: { ($0.place.line ?? 0) < ($1.place.line ?? 0) }) else { return }
        throw .invalid(first.place, "'\(first.name)' is no \(kind)")
    }

    private static func spread(
        _ links: [String: [Link]], over values: [DimensionValue], _ tiers: TaxonomyTiers
    ) -> [String: [Link]] {
        values.reduce(into: links.filter { $0.key == any }) { result, value in
            guard let key = tiers.path(of: value.id).first(where: { links[$0] != nil }) else { return }
            result[value.id] = links[key]
        }
    }

    /// Where a value leads; nil for a taxonomy that the framework does not speak of.
    ///
    /// - Parameter parent: what the value belongs to, where the taxonomy is no file of the seeds
    package func links(
        of value: String, parent: String? = nil, in taxonomy: String, _ dimension: DimensionID
    ) -> [Link]? {
        guard let links = map[dimension]?[taxonomy] else { return nil }
        return links[value] ?? parent.flatMap { links[$0] } ?? (Self.idle.contains(value) ? [] : links[Self.any] ?? [])
    }

    /// What covers an item, such as `hazard privacy_violation`, by dimension.
    ///
    /// - Parameters:
    ///   - taxonomy: the taxonomy of hazards to name them in; where none of it covers the item, those that do are named
    ///   - most: how many values of a dimension, or taxonomies, are named
    package func ways(to item: Int, hazards taxonomy: String?, most: Int = 3) -> [String] {
        let covering = (map[.hazard] ?? [:]).filter { _, links in
            links.values.contains { $0.contains { $0.item == item && $0.isDirect } }
        }.keys.sorted()
        let isOwn = taxonomy.map(covering.contains) ?? false
        let others = isOwn || covering.isEmpty ? [] : ["hazards of \(Self.listed(covering, most))"]
        return Self.order.flatMap { dimension in
            let tables = (map[dimension] ?? [:]).filter { dimension != .hazard || $0.key == taxonomy }
            let names = tables.sorted { $0.key < $1.key }.flatMap { _, links in
                links.filter { $0.value.contains { $0.item == item && $0.isDirect } }.keys.sorted()
            }
            guard !names.isEmpty else { return [String]() }
            guard !names.contains(Self.any) else { return ["any \(dimension)"] }
            return ["\(dimension) \(Self.listed(names, most))"]
        } + others
    }

    private static func listed(_ names: [String], _ most: Int) -> String {
        names.prefix(most).joined(separator: ", ") + (names.count > most ? " …" : "")
    }

    private static let order: [DimensionID] = [
        .hazard, .scenario, .injection, .attack, .encoding, .strategy, .technique, .perturbation,
    ]
}
