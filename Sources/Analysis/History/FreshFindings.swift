import Feedback
import Records
import SafetyGrid

/// The cells with a finding that had none in an earlier run. No prompt is written twice, so that cells and not prompts tell
/// what is new.
package struct FreshFindings: Sendable {
    /// Their ids, in order.
    package let cells: [Int]
    private let grid: Grid

    /// Compares a run with an earlier one on its grid.
    package init(_ coverage: CoverageMatrix, earlier: CellEvidence) {
        grid = coverage.grid
        cells = coverage.findings.indices.filter { coverage.findings[$0] > 0 && earlier.findings[$0] == 0 }
    }

    /// Whether a value of the cell has a severity of ``GateSettings/highSeverity`` or more.
    package func isGrave(_ cell: Int) -> Bool { Self.isGrave(cell, in: grid) }

    /// Whether a value of a cell of `grid` has a severity of ``GateSettings/highSeverity`` or more.
    package static func isGrave(_ cell: Int, in grid: Grid) -> Bool {
        grid.values(of: grid.cell(cell)).contains { ($0.severity ?? 1) >= GateSettings.highSeverity }
    }

    /// The first of the cells by their values, and how many more there are.
    static func names(_ cells: [Int], in grid: Grid) -> String {
        let shown = cells.prefix(3).map { cell in
            grid.names(of: grid.cell(cell)).map(\.value).joined(separator: " x ")
        }
        return shown.joined(separator: ", ") + (cells.count > 3 ? " and \(cells.count - 3) more" : "")
    }
}
