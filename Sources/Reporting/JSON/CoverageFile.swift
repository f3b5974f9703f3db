import Feedback
import Records
import SafetyGrid

/// All tests on a grid so far, target by target: `Coverage/<grid id>.json`.
///
/// The file holds no time and no id of a run, and one line a tested cell in the grid's order, so that it can be committed
/// and its differences read.
package struct CoverageFile: Sendable {
    /// The grid.
    package let grid: Grid
    private let tallies: [CellTally]

    /// The coverage that `tallies` add up to.
    ///
    /// - Parameters:
    ///   - grid: the grid as it is now
    ///   - tallies: of all runs on grids of this id; those of cells that the grid no longer has are left out
    package init(grid: Grid, tallies: [CellTally]) {
        self.grid = grid
        self.tallies = tallies.filter { (0..<grid.cellCount).contains($0.cell) && $0.judged > 0 }
    }

    /// Name of the file: the grid's id, with `_` for what may not stand in a file name.
    package var name: String {
        let safe = grid.id.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_", "+", ".": Character(scalar)
            default: "_"
            }
        }
        let stem = String(safe)
        return (stem.hasPrefix(".") ? "_" + stem.dropFirst() : stem) + ".json"
    }

    /// The bytes of the file.
    package var bytes: [UInt8] {
        let targets = Dictionary(grouping: tallies, by: \.target).sorted { $0.key < $1.key }
        let dimensions = grid.dimensions.map { dimension in
            OrderedJSON.line(
                .object([
                    ("id", .string(dimension.id.rawValue)), ("taxonomy", .string(dimension.taxonomy)),
                    ("values", .array(dimension.values.map { .string($0.id) })),
                ]))
        }
        return OrderedJSON.object([
            ("grid", .string(grid.id)), ("dimensions", .array(dimensions)),
            ("coverage", shares(matrix(tallies))),
            ("targets", .object(targets.map { ($0.key, section($0.value)) })),
        ]).indented
    }

    private func section(_ tallies: [CellTally]) -> OrderedJSON {
        let matrix = matrix(tallies)
        let cells = matrix.depth.indices.filter { matrix.depth[$0] > 0 }.map { cell in
            OrderedJSON.line(
                .object([
                    ("cell", .string(grid.key(of: grid.cell(cell)))), ("judged", .int(matrix.depth[cell])),
                    ("findings", .int(matrix.findings[cell])),
                ]))
        }
        return .object([("coverage", shares(matrix)), ("cells", .array(cells))])
    }

    private func matrix(_ tallies: [CellTally]) -> CoverageMatrix {
        var matrix = CoverageMatrix(grid: grid)
        for tally in tallies { matrix.add(cell: tally.cell, judged: tally.judged, findings: tally.findings) }
        return matrix
    }

    /// Six decimals are more than a grid resolves, and keep the last bits of a division out of the differences.
    private func shares(_ matrix: CoverageMatrix) -> OrderedJSON {
        .line(.shares(matrix.shares.mapValues { ($0 * 1e6).rounded() / 1e6 }))
    }
}
