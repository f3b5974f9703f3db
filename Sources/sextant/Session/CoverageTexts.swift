import Feedback
import Generation
import Records
import Reporting
import RunStore
import SafetyGrid

/// What `sextant coverage` says.
enum CoverageTexts {
    /// Coverage of every strength and the holes of a target on a grid.
    ///
    /// - Parameters:
    ///   - tallies: judged tests of the target
    ///   - run: a run of the target on the grid
    ///   - holes: holes to list for each strength; with `verified` those of the verified coverage
    ///   - verified: the tests whose prompts are what they claim, when that was asked for
    static func text(of tallies: [CellTally], run: RunRecord, holes: Int, verified: VerifiedCoverage?) -> String {
        var matrix = CoverageMatrix(grid: run.grid)
        for tally in tallies { matrix.add(cell: tally.cell, judged: tally.judged, findings: tally.findings) }
        let simulated = run.simulated ? " (simulated)" : ""
        var lines = ["\(TerminalText.safe(run.settings.target))\(simulated) on the grid \(run.grid.id)"]
        for strength in 1...run.grid.dimensions.count {
            var counts = matrix.combinations(strength: strength)
            lines.append("  \(strength)-way: " + sum(of: counts))
            if let verified {
                counts = verified.matrix.combinations(strength: strength)
                lines.append("    verified: " + sum(of: counts))
            }
            let missing = counts.holes()
            lines += missing.prefix(holes).map { "    " + name(of: $0, in: counts.space, run.grid) }
            if holes > 0, missing.count > holes { lines.append("    and \(missing.count - holes) more") }
        }
        if let verified { lines += fidelity(verified, run.grid) }
        return lines.joined(separator: "\n")
    }

    private static func sum(of counts: CombinationCounts) -> String {
        let missing = counts.holes().count
        return "\(counts.space.count - missing) of \(counts.space.count) covered, \(missing) holes"
    }

    private static func fidelity(_ coverage: VerifiedCoverage, _ grid: Grid) -> [String] {
        var lines = ["  \(coverage.verified) of \(coverage.judged) judged tests are verified as what they claim to be"]
        for dimension in grid.dimensions {
            let outcomes = coverage.outcomes[dimension.id] ?? [:]
            let counts = Fidelity.Outcome.allCases.map { "\($0) \(outcomes[$0] ?? 0)" }
            lines.append("    \(dimension.id): \(counts.joined(separator: ", "))")
        }
        return lines
    }

    private static func name(of combination: Int, in space: CombinationSpace, _ grid: Grid) -> String {
        space.parts(of: combination).map { grid.dimensions[$0.dimension].values[$0.value].id }.joined(separator: " x ")
    }
}
