import Feedback
import Records
import Reporting
import RunStore
import SafetyGrid

/// What `sextant coverage` says.
enum CoverageTexts {
    /// Coverage of every strength and the holes of a target on a grid.
    static func text(of tallies: [CellTally], run: RunRecord, holes: Int) -> String {
        var matrix = CoverageMatrix(grid: run.grid)
        for tally in tallies { matrix.add(cell: tally.cell, judged: tally.judged, findings: tally.findings) }
        let simulated = run.simulated ? " (simulated)" : ""
        var lines = ["\(TerminalText.safe(run.settings.target))\(simulated) on the grid \(run.grid.id)"]
        for strength in 1...run.grid.dimensions.count {
            let counts = matrix.combinations(strength: strength)
            let missing = counts.holes()
            let covered = counts.space.count - missing.count
            lines.append("  \(strength)-way: \(covered) of \(counts.space.count) covered, \(missing.count) holes")
            lines += missing.prefix(holes).map { "    " + name(of: $0, in: counts.space, run.grid) }
            if holes > 0, missing.count > holes { lines.append("    and \(missing.count - holes) more") }
        }
        return lines.joined(separator: "\n")
    }

    private static func name(of combination: Int, in space: CombinationSpace, _ grid: Grid) -> String {
        space.parts(of: combination).map { grid.dimensions[$0.dimension].values[$0.value].id }.joined(separator: " x ")
    }
}
