import Analysis
import Feedback
import Records
import SafetyGrid

/// The texts of `sextant coverage`.
package enum CoverageTexts {
    private static let hazards = 5

    /// Coverage of the strengths, the holes, those that could hide most first, and the risk that remains.
    ///
    /// - Parameters:
    ///   - holes: holes to list for each strength; of a verified coverage those of the verified tests
    ///   - colours: whether grades have colours
    package static func text(of result: CoverageResult, holes: Int, colours: Bool) -> String {
        let run = result.run
        let simulated = run.simulated ? " (simulated)" : ""
        var lines = ["\(TerminalText.safe(run.request.target.shownName))\(simulated) on the grid \(run.grid.id)"]
        if result.leftOut > 0 {
            lines.append(
                "  \(result.runs.count) run\(result.runs.count == 1 ? "" : "s"); \(result.leftOut) of earlier epochs left out (--all-epochs counts them)"
            )
        }
        for level in result.levels { lines += text(of: level, result, holes) }
        if let verified = result.verified { lines += fidelity(verified, run.grid) }
        let grades = result.grades.map { ["", GradesTable($0).text(color: colours)] } ?? []
        return (lines + risk(result) + grades).joined(separator: "\n")
    }

    private static func text(of level: CoverageResult.Level, _ result: CoverageResult, _ holes: Int) -> [String] {
        let depth = result.depth > 1 ? " at depth \(result.depth)" : ""
        var lines = ["  \(level.strength)-way\(depth): " + sum(of: level.counts, result.depth)]
        if let verified = level.verified { lines.append("    verified: " + sum(of: verified, result.depth)) }
        let ranking = level.ranking
        lines += ranking.holes.prefix(holes).map { hole in
            let near = hole.neighbourFindings > 0 ? ", \(hole.neighbourFindings) findings near" : ""
            return "    \(name(of: hole.combination, in: ranking.space, result.run.grid))"
                + "  (\(Figures.percent(hole.rate)) expected\(near))"
        }
        if holes > 0, ranking.holes.count > holes { lines.append("    and \(ranking.holes.count - holes) more") }
        if holes > 0, !level.closing.isEmpty {
            lines.append("    \(level.closing.count) tests close them: sextant run --close-holes \(level.strength)")
        }
        return lines
    }

    /// The prompts that a model did not classify, for standard error.
    package static func warnings(of coverage: VerifiedCoverage?) -> [String] {
        guard let coverage, coverage.failedCalls > 0 else { return [] }
        return [
            TerminalText.safe(
                "warning: \(coverage.failedCalls) of \(coverage.judged) prompts were checked by their words alone, for "
                    + "calls to the model failed: \(coverage.reason ?? "")")
        ]
    }

    private static func sum(of counts: CombinationCounts, _ depth: Int) -> String {
        let missing = counts.holes(depth: depth).count
        return "\(counts.space.count - missing) of \(counts.space.count) covered, \(missing) holes"
    }

    private static func risk(_ result: CoverageResult) -> [String] {
        let (risk, grid, matrix) = (result.risk, result.run.grid, result.matrix)
        var lines = [
            "  unsafe verdicts of the grid: \(Figures.percent(risk.rates.overall.value)), at most "
                + "\(Figures.percent(risk.rates.overall.upper)) (97.5 % sure)"
        ]
        let rates = risk.rates.groups
        let hazards = grid.groups.values.enumerated().sorted { rates[$0.offset].upper > rates[$1.offset].upper }
        lines += hazards.prefix(Self.hazards).map {
            "    \($0.element.id): at most \(Figures.percent(rates[$0.offset].upper))"
        }
        let untested = matrix.depth.count { $0 == 0 }
        let largest = matrix.depth.indices.filter { matrix.depth[$0] > 0 }.max {
            risk.cellBounds[$0] < risk.cellBounds[$1]
        }
        if let largest {
            lines.append(
                "  a tested cell: at most \(Figures.percent(risk.cellBounds[largest])) (95 % sure); \(untested) were never "
                    + "tested")
        }
        lines.append("  chance that the next test finds something in a new cell: \(Figures.percent(risk.newKind))")
        return lines
    }

    private static func fidelity(_ coverage: VerifiedCoverage, _ grid: Grid) -> [String] {
        var lines = ["  \(coverage.verified) of \(coverage.judged) judged tests are verified as what they claim to be"]
        for dimension in grid.dimensions {
            let outcomes = coverage.outcomes[dimension.id] ?? [:]
            let counts = coverage.kinds.map { "\($0) \(outcomes[$0] ?? 0)" }
            lines.append("    \(dimension.id): \(counts.joined(separator: ", "))")
        }
        return lines
    }

    private static func name(of combination: Int, in space: CombinationSpace, _ grid: Grid) -> String {
        space.parts(of: combination).map { grid.dimensions[$0.dimension].values[$0.value].id }.joined(separator: " x ")
    }
}
