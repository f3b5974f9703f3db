import Analysis
import Feedback
import Records
import SafetyGrid

/// What the tests cover of a framework, as JSON.
package enum FrameworkJSON {
    /// The coverage as one line.
    ///
    /// - Parameter run: the newest of the runs that are counted
    package static func line(_ coverage: FrameworkCoverage, run: RunRecord) -> String {
        String(
            decoding: OrderedJSON.object(
                [
                    ("target", .string(run.request.target.shownName)), ("simulated", .bool(run.simulated)),
                    ("run", .string(run.id)), ("grid", .string(run.grid.id)),
                ] + members(coverage)
            ).compact, as: UTF8.self)
    }

    /// The framework and its items.
    static func members(_ coverage: FrameworkCoverage) -> [(key: String, value: OrderedJSON)] {
        let framework = coverage.framework
        return [
            ("framework", .string(framework.id)), ("title", .string(framework.title)),
            ("version", .string(framework.version)), ("url", .string(framework.url)),
            ("mapped", .bool(!coverage.grid.isUnmapped)),
            (
                "counts",
                .line(
                    .object(
                        FrameworkCoverage.State.allCases.map { (Self.name($0), .int(coverage.count($0))) }))
            ),
            ("items", .array(coverage.rows.map { .line(item($0)) })),
        ]
    }

    private static func item(_ row: FrameworkCoverage.Row) -> OrderedJSON {
        .object([
            ("id", .string(row.item.id)), ("title", .string(row.item.title)), ("state", .string(name(row.state))),
            ("judged", .int(row.direct.judged)), ("findings", .int(row.direct.findings)),
            ("asr", row.direct.estimate.map { .rate($0) } ?? .null),
            ("related_judged", .int(row.related.judged)), ("related_findings", .int(row.related.findings)),
            ("advice", row.advice.map { .string($0) } ?? .null),
        ])
    }

    private static func name(_ state: FrameworkCoverage.State) -> String {
        state.rawValue.split(separator: " ").joined(separator: "_")
    }
}
