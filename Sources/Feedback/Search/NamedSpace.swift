import Foundations
import Records
import SafetyGrid

/// The cells of a grid and the parts of its prompts as a space to search in, with the names of the parts' values.
package struct NamedSpace: Sendable {
    /// The space: the grid's dimensions, then the parts.
    package let space: SearchSpace
    private let grid: Grid
    private let parts: [PromptParts.Part]
    /// For each part the number of its value by id, a table for each value of the dimension that it lies within.
    private let numbers: [[[String: Int]]]

    /// Parts in which two findings of a cell differ if they are distinct: what is asked, and what is put around it.
    package static func isDistinguishing(_ part: String) -> Bool {
        part == "ask" || part == "frame" || part.hasSuffix(" frame")
    }

    /// - Throws: ``SearchSpaceError`` for parts that make no space.
    package init(_ grid: Grid, _ parts: PromptParts) throws(SearchSpaceError) {
        var axes = zip(grid.dimensions, grid.shape).map { SearchSpace.Axis(name: $0.id.rawValue, size: $1) }
        var ids = Dictionary(grid.dimensions.map { ($0.id.rawValue, $0.values.map { Optional($0.id) }) }) { $1 }
        for part in parts.parts {
            let size = max(part.values.map(\.count).max() ?? 1, 1)
            let own = part.values.flatMap { list in (0..<size).map { $0 < list.count ? list[$0] : nil } }
            let conditions = part.conditions.sorted { $0.key < $1.key }.compactMap { name, allowed in
                ids[name].map { others in
                    SearchSpace.Condition(
                        axis: name,
                        open: others.map { other in
                            own.map { id in id.flatMap { allowed[$0] }.map { $0.contains(other ?? "") } ?? true }
                        })
                }
            }
            axes.append(
                SearchSpace.Axis(
                    name: part.name, size: size, within: part.within?.rawValue,
                    counts: part.values.map { max($0.count, 1) }, conditions: conditions,
                    lengths: part.lengths.map { lengths in own.map { $0.flatMap { lengths[$0] } ?? 0 } }))
            ids[part.name] = own
        }
        space = try SearchSpace(
            axes: axes, cell: grid.dimensions.map(\.id.rawValue),
            distinguishing: Set(parts.parts.map(\.name).filter(Self.isDistinguishing)))
        self.grid = grid
        self.parts = parts.parts
        numbers = parts.parts.map { part in
            part.values.map { list in Dictionary(zip(list, list.indices)) { first, _ in first } }
        }
    }

    /// The values of a prompt of a cell, by its origin; ``SearchSpace/unknown`` for a part that the origin does not name.
    package func values(of cell: Int, origin: [String: JSONValue]) -> [Int] {
        var values = space.values(of: cell)
        let ids = Self.ids(in: origin)
        for (place, axis) in space.partAxes.enumerated() {
            let first = space.firstValue(of: axis, beside: values)
            let table = numbers[place][first / space.axes[axis].size]
            if let own = ids.lazy.compactMap({ table[$0] }).first { values[axis] = first + own }
        }
        return values
    }

    /// The findings of the run that a prompt was made of, by its origin; nil for none.
    package func lineage(_ origin: [String: JSONValue]) -> Lineage? {
        guard let change = origin[PromptParts.operatorKey]?.stringValue.flatMap(Lineage.Operator.init),
            case .array(let exemplars)? = origin["exemplars"]
        else { return nil }
        let parents = exemplars.compactMap { exemplar in
            if case .int(let ordinal)? = exemplar["test"], exemplar["run"] == nil { ordinal } else { nil }
        }
        return parents.isEmpty ? nil : Lineage(change: change, parents: parents)
    }

    /// The ids of the parts that values stand for, by the part's name.
    package func names(of values: [Int]) -> [String: String] {
        var names: [String: String] = [:]
        for (part, axis) in zip(parts, space.partAxes) where values[axis] != SearchSpace.unknown {
            let (list, own) = values[axis].quotientAndRemainder(dividingBy: space.axes[axis].size)
            if own < part.values[list].count { names[part.name] = part.values[list][own] }
        }
        return names
    }

    private static func ids(in origin: [String: JSONValue]) -> [String] {
        PromptParts.originKeys.flatMap { origin[$0]?.stringValue?.split(separator: ", ").map(String.init) ?? [] }
    }
}
