import Feedback
import Records
import SafetyGrid

/// The texts that commands print about stored data sets.
package enum DataSetTexts {
    /// The data sets of a store.
    package static func list(_ sets: [DataSetRecord]) -> String {
        var table = TextTable([
            .init("name", flexible: true), .init("as"), .init("prompts", .right), .init("grid", flexible: true),
            .init("made", flexible: true),
        ])
        for set in sets { table.add([set.name, set.role.rawValue, "\(set.rows)", set.grid, set.origin]) }
        return table.text(color: false)
    }

    /// The coverage of a grid by a data set, and its holes.
    package static func coverage(_ coverage: LabelCoverage, of name: String, holes: Int) -> String {
        let grid = coverage.grid
        var lines = ["\(TerminalText.safe(name)): \(coverage.prompts) prompts on the grid \(grid.id)"]
        for (axis, dimension) in grid.dimensions.enumerated() {
            lines.append("  \(dimension.id): \(coverage.placed[axis]) of \(coverage.prompts) placed")
        }
        for strength in 1...grid.dimensions.count {
            let space = coverage.space(strength: strength)
            let missing = coverage.holes(strength: strength)
            lines.append(
                "  \(strength)-way: \(space.count - missing.count) of \(space.count) covered, \(missing.count) holes")
            lines += missing.prefix(holes).map { combination in
                "    "
                    + space.parts(of: combination).map { grid.dimensions[$0.dimension].values[$0.value].id }
                    .joined(separator: " x ")
            }
            if holes > 0, missing.count > holes { lines.append("    and \(missing.count - holes) more") }
        }
        return lines.joined(separator: "\n")
    }
}
