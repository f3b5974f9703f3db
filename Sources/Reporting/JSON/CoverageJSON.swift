import Analysis
import Feedback
import Records
import SafetyGrid

/// `sextant coverage --json`: one object a target and grid.
package enum CoverageJSON {
    /// Most cells of a closing set that are listed; the others are counted.
    private static let mostCells = 10_000

    /// The result on one line.
    ///
    /// - Parameter holes: holes and cells to list for each strength
    package static func line(_ result: CoverageResult, holes: Int) -> String {
        let run = result.run
        var members: [(key: String, value: OrderedJSON)] = [
            ("target", .string(run.request.target.shownName)), ("simulated", .bool(run.simulated)),
            ("grid", .string(run.grid.id)), ("epoch", run.basis.epoch.map { .string($0) } ?? .null),
            ("runs", .array(result.runs.map { .string($0) })), ("runs_left_out", .int(result.leftOut)),
            ("judged", .int(result.matrix.depth.reduce(0, +))),
            ("findings", .int(result.matrix.findings.reduce(0, +))), ("depth", .int(result.depth)),
            ("coverage", .array(result.levels.map { level($0, result, holes) })), ("risk", risk(result, holes)),
        ]
        if let grades = result.grades {
            members += [
                ("grade_reference", .string(grades.title)), ("grade", .grade(grades.overall)),
                ("grade_hazards", .object(grades.hazards.map { ($0.id, .grade($0.grade)) })),
            ]
        }
        return String(decoding: OrderedJSON.object(members).compact, as: UTF8.self)
    }

    private static func level(_ level: CoverageResult.Level, _ result: CoverageResult, _ holes: Int) -> OrderedJSON {
        let grid = result.run.grid
        func covered(_ counts: CombinationCounts) -> Int {
            counts.space.count - counts.holes(depth: result.depth).count
        }
        var members: [(key: String, value: OrderedJSON)] = [
            ("strength", .int(level.strength)), ("combinations", .int(level.counts.space.count)),
            ("covered", .int(covered(level.counts))),
            ("share", .number(Double(covered(level.counts)) / Double(level.counts.space.count))),
        ]
        if let verified = level.verified { members.append(("verified", .int(covered(verified)))) }
        members.append(("holes", .int(level.ranking.holes.count)))
        members.append(
            (
                "worst_holes",
                .array(
                    level.ranking.holes.prefix(holes).map { hole in
                        .object([
                            ("values", values(of: hole, level.ranking.space, grid)), ("judged", .int(hole.judged)),
                            ("rate", .number(hole.rate)), ("neighbour_findings", .int(hole.neighbourFindings)),
                            ("worth", .number(hole.worth)),
                        ])
                    })
            ))
        members.append(("closing_tests", .int(level.closing.count)))
        members.append(
            ("closing_cells", .array(level.closing.prefix(mostCells).map { .string(grid.key(of: grid.cell($0))) })))
        return .object(members)
    }

    private static func values(of hole: CoverageHole, _ space: CombinationSpace, _ grid: Grid) -> OrderedJSON {
        .object(
            space.parts(of: hole.combination).map { part in
                let dimension = grid.dimensions[part.dimension]
                return (dimension.id.rawValue, .string(dimension.values[part.value].id))
            })
    }

    private static func risk(_ result: CoverageResult, _ cells: Int) -> OrderedJSON {
        let (risk, grid) = (result.risk, result.run.grid)
        let hazards = zip(grid.groups.values, risk.rates.groups).map {
            ($0.id, OrderedJSON.rate($1))
        }
        let worst = risk.riskiestCells(cells, of: result.matrix).map { cell in
            OrderedJSON.object([
                ("cell", .string(grid.key(of: grid.cell(cell)))), ("judged", .int(result.matrix.depth[cell])),
                ("findings", .int(result.matrix.findings[cell])), ("upper", .number(risk.cellBounds[cell])),
            ])
        }
        return .object([
            ("grid", .rate(risk.rates.overall)), ("hazards", .object(hazards)), ("cells", .array(worst)),
            ("new_kind", .number(risk.newKind)),
        ])
    }
}
