import Foundations

/// Leads from the categories of one hazard taxonomy to those of another, or to its own upper tiers.
package struct CategoryMapping: Sendable {
    /// What is reported in: the taxonomy, and the tier when one was asked for.
    package let name: String
    /// The crosswalk followed, when there is one, and whether against its direction.
    package let crosswalk: (walk: Crosswalk, reversed: Bool)?
    /// Categories of the target that can be reached, in its order.
    package let categories: [(id: String, title: String)]
    private let targets: [String: [String]]

    /// Categories of the target for a value; empty when there is none. A value may belong to several.
    package func categories(of value: String) -> [String] {
        targets[value] ?? []
    }

    /// The mapping of `values` of `source` into `target`.
    ///
    /// - Parameters:
    ///   - source: the taxonomy of the grid
    ///   - target: the taxonomy to report in; the same one for its own tiers
    ///   - tier: 1 for the coarsest tier of `target`; nil for its values
    ///   - walks: the crosswalks to choose from; one in the right direction is preferred
    /// - Throws: ``ConfigurationError/unknownID(kind:id:known:)`` when no crosswalk joins the two.
    package init(
        from source: Taxonomy, to target: Taxonomy, tier: Int?, walks: [Crosswalk]
    ) throws(ConfigurationError) {
        name = tier.map { "\(target.id)/\($0)" } ?? target.id
        let tiers = TaxonomyTiers(target)
        let direct: [String: [String]]
        if source.id == target.id {
            crosswalk = nil
            direct = source.values.reduce(into: [:]) { $0[$1.id] = [$1.id] }
        } else if let walk = walks.first(where: { $0.from == source.id && $0.to == target.id }) {
            crosswalk = (walk, false)
            direct = Self.followed(walk, source)
        } else if let walk = walks.first(where: { $0.from == target.id && $0.to == source.id }) {
            crosswalk = (walk, true)
            direct = Self.reversed(Self.followed(walk, target))
        } else {
            let reachable = walks.compactMap { $0.from == source.id ? $0.to : $0.to == source.id ? $0.from : nil }
            throw .unknownID(kind: "crosswalk from \(source.id) to", id: target.id, known: reachable + [source.id])
        }
        targets = direct.mapValues { list in
            var members: [String] = []
            for id in list {
                let member = tier.map { tiers.member(of: id, tier: $0) } ?? id
                if !members.contains(member) { members.append(member) }
            }
            return members
        }
        let reached = Set(targets.values.joined())
        categories = (target.groups.map(\.id) + target.values.map(\.id)).filter(reached.contains)
            .map { ($0, tiers.title(of: $0)) }
    }

    /// The entry of each value, or else of the nearest group above it that has one.
    private static func followed(_ walk: Crosswalk, _ source: Taxonomy) -> [String: [String]] {
        let tiers = TaxonomyTiers(source)
        return source.values.reduce(into: [:]) { result, value in
            guard let key = tiers.path(of: value.id).first(where: { walk.map[$0] != nil }) else { return }
            result[value.id] = walk.map[key]
        }
    }

    private static func reversed(_ map: [String: [String]]) -> [String: [String]] {
        var result: [String: [String]] = [:]
        for (key, values) in map.sorted(by: { $0.key < $1.key }) {
            for value in values { result[value, default: []].append(key) }
        }
        return result
    }
}
