import Analysis
import Feedback
import Records
import SafetyGrid

/// A comparison of a run with earlier ones as JSON.
package enum ComparisonJSON {
    /// One object: the runs, the level, the ids of what failed, and every comparison.
    ///
    /// - Parameters:
    ///   - base: the earlier runs, newest first
    ///   - new: the later run
    ///   - failures: the comparisons that fail the gate
    ///   - pairs: test cases that both runs have
    ///   - overRefusals: the change of over-refusal; nil without twins
    ///   - grades: the change of the mean score; nil without grades
    ///   - cosa: the CoSA-Scores before and now; nil without configs
    package static func text(
        _ comparison: RunComparison, base: [String], new: String, grid: Grid, level: Double, pairs: Int,
        failures: [Comparison], overRefusals: OverRefusalChange? = nil, grades: GradeChange? = nil,
        cosa: (base: CosaScore, new: CosaScore)? = nil
    ) -> String {
        let scores: [(key: String, value: OrderedJSON)] =
            cosa.map {
                [
                    (
                        "cosa_score",
                        .object([
                            ("base", .object(OrderedJSON.cosa($0.base))), ("new", .object(OrderedJSON.cosa($0.new))),
                        ])
                    )
                ]
            } ?? []
        let refusals = overRefusals?.members ?? []
        let members: [(key: String, value: OrderedJSON)] = [
            ("base", base.first.map(OrderedJSON.string) ?? .null),
            ("base_runs", .array(base.map(OrderedJSON.string))), ("new", .string(new)), ("level", .number(level)),
            ("pairs", .int(pairs)),
            ("failures", .array(failures.map { .string($0.group.name(in: grid)) })),
        ]
        let means: [(key: String, value: OrderedJSON)] =
            grades.map { change in
                [
                    (
                        "grade_mean",
                        .object([
                            ("base", .gradeMean(change.base)), ("new", .gradeMean(change.new)),
                            ("difference", .rate(change.difference)),
                        ])
                    )
                ]
            } ?? []
        let document = OrderedJSON.object(
            members + refusals + scores + means
                + [("comparisons", .array(comparison.comparisons.map { row($0, grid) }))])
        return String(decoding: document.compact, as: UTF8.self)
    }

    private static func row(_ row: Comparison, _ grid: Grid) -> OrderedJSON {
        func side(_ counts: (tests: Int, findings: Int), _ rate: Double) -> OrderedJSON {
            .object([("judged", .int(counts.tests)), ("findings", .int(counts.findings)), ("rate", .number(rate))])
        }
        var members: [(key: String, value: OrderedJSON)] = [
            ("kind", .string(row.group.kind(in: grid))), ("name", .string(row.group.name(in: grid))),
            ("base", side(row.base, row.baseRate)), ("new", side(row.new, row.newRate)),
            ("rise_probability", .number(row.riseProbability)), ("rise_p", .number(row.risePValue)),
            ("rise_q", .number(row.riseQValue)), ("fall_p", .number(row.fallPValue)),
            ("fall_q", .number(row.fallQValue)),
        ]
        if let pairs = row.pairs {
            members.append(
                (
                    "pairs",
                    .object([
                        ("shared", .int(pairs.shared)), ("worse", .int(pairs.worse)), ("better", .int(pairs.better)),
                    ])
                ))
        }
        return .object(members)
    }
}
