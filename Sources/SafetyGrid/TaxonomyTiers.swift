/// The tiers of a taxonomy: which groups a value belongs to, and at which height.
package struct TaxonomyTiers: Sendable {
    private let parents: [String: String]
    private let titles: [String: String]

    /// The tiers of `taxonomy`.
    package init(_ taxonomy: Taxonomy) {
        let groups = taxonomy.groups.map { ($0.id, $0.parent) } + taxonomy.values.map { ($0.id, $0.parent) }
        parents = groups.reduce(into: [:]) { $0[$1.0] = $1.1 }
        titles = (taxonomy.groups.map { ($0.id, $0.title) } + taxonomy.values.map { ($0.id, $0.title) })
            .reduce(into: [:]) { $0[$1.0] = $1.1 }
    }

    /// The value or group itself and all groups above it, the nearest first.
    package func path(of id: String) -> [String] {
        var path = [id]
        while let parent = parents[path[path.count - 1]] { path.append(parent) }
        return path
    }

    /// What `id` belongs to in a tier.
    ///
    /// - Parameters:
    ///   - id: a value or a group
    ///   - tier: 1 for the coarsest; where there are fewer tiers above, the value itself
    /// - Returns: the id of a group, or `id`
    package func member(of id: String, tier: Int) -> String {
        let path = path(of: id)
        return path[max(path.count - max(tier, 1), 0)]
    }

    /// The name of a value or group; its id when it is not known.
    package func title(of id: String) -> String {
        titles[id] ?? id
    }
}
