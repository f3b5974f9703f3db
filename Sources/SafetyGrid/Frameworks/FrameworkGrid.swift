/// Which items of a framework the cells of a grid have to do with.
package struct FrameworkGrid: Sendable {
    /// The framework.
    package let framework: Framework
    /// The taxonomy of the grid's hazards; nil in a grid without them.
    package let hazards: String?
    /// Whether the framework says nothing of the grid's hazards or scenarios.
    package let isUnmapped: Bool
    private let axes: [(axis: GridAxis, isGroup: Bool, links: [[Framework.Link]])]

    /// Looks up every value of the grid.
    ///
    /// - Parameter risk: the kind of harm of a scenario, by its id
    package init(_ framework: Framework, _ grid: Grid, risk: (String) -> String? = { _ in nil }) {
        self.framework = framework
        hazards = grid.hazards?.taxonomy
        let group = grid.groupAxis
        var isUnmapped = false
        axes = grid.dimensions.enumerated().map { position, dimension in
            let links = dimension.values.map { value -> [Framework.Link]? in
                guard dimension.id == .scenario else {
                    return framework.links(
                        of: value.id, parent: value.parent, in: dimension.taxonomy, dimension.id)
                }
                return risk(value.id).flatMap { framework.links(of: $0, in: Framework.risks, .scenario) }
            }
            if position == group, links.allSatisfy({ $0 == nil }) { isUnmapped = true }
            return (grid.axis(position), position == group, links.map { $0 ?? [] })
        }
        self.isUnmapped = isUnmapped
    }

    /// Where the cell with this id leads: an item that one of its values covers is not related too.
    package func links(of cell: Int) -> [Framework.Link] {
        Self.merged(axes.flatMap { $0.links[$0.axis.index(of: cell)] })
    }

    /// Where a value of the grid's groups leads: a hazard, or a scenario.
    package func links(ofGroup index: Int) -> [Framework.Link] {
        axes.first { $0.isGroup }.map { Self.merged($0.links[index]) } ?? []
    }

    /// Where the other values of a cell lead: how it asks, and not what about.
    package func linksBesideGroup(of cell: Int) -> [Framework.Link] {
        Self.merged(axes.filter { !$0.isGroup }.flatMap { $0.links[$0.axis.index(of: cell)] })
    }

    private static func merged(_ links: [Framework.Link]) -> [Framework.Link] {
        let direct = Set(links.filter(\.isDirect).map(\.item))
        return Set(links.filter { $0.isDirect || !direct.contains($0.item) }).sorted { $0.item < $1.item }
    }
}
