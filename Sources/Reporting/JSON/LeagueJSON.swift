import Analysis
import Feedback
import Records

/// A league as JSON.
package enum LeagueJSON {
    /// One object: the targets, the lowest rate first, and all pairs of them.
    package static func text(_ table: LeagueTable) -> String {
        let targets = table.entries.map { entry in
            let parts = entry.parts.map { part in
                OrderedJSON.object([
                    ("variant", .string(part.variant)), ("run", .string(part.run.id)),
                    ("asr", part.asr.map { .rate($0) } ?? .null), ("judged", .int(part.judged)),
                    ("unsafe", .int(part.unsafe)),
                ])
            }
            return OrderedJSON.object(
                [
                    ("target", .string(entry.target)), ("asr", entry.asr.map { .rate($0) } ?? .null),
                    ("over_refusal", entry.overRefusal.map { .number($0.rate.value) } ?? .null),
                    ("cost", entry.cost.map { .number($0) } ?? .null),
                    ("cost_estimated", .bool(entry.isCostEstimated)),
                    ("seconds", entry.seconds.map { .number(Figures.thousandths($0)) } ?? .null),
                    ("group", .string(entry.group)),
                ] + (parts.isEmpty ? [] : [("variants", .array(parts))]))
        }
        let pairs = table.pairs.map { pair in
            let interval = pair.difference.interval
            return OrderedJSON.object([
                ("a", .string(table.entries[pair.a].target)), ("b", .string(table.entries[pair.b].target)),
                ("difference", pair.difference.value.map { .number($0) } ?? .null),
                ("lower", interval.map { .number($0.lowerBound) } ?? .null),
                ("upper", interval.map { .number($0.upperBound) } ?? .null), ("q", .number(pair.q)),
            ])
        }
        let document = OrderedJSON.object([("targets", .array(targets)), ("pairs", .array(pairs))])
        return String(decoding: document.compact, as: UTF8.self)
    }
}
