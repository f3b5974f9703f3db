/// The one line of JSON that a command with counts and failures ends with.
package enum SummaryLine {
    /// `{"new":3,…,"failures":[{"source":"…","reason":"…"}]}`
    package static func text(counts: [(String, Int)], failures: [(source: String, reason: String)]) -> String {
        let members = counts.map { (key: $0.0, value: OrderedJSON.int($0.1)) }
        let list = failures.map {
            OrderedJSON.object([("source", .string($0.source)), ("reason", .string($0.reason))])
        }
        let line = OrderedJSON.object(members + [(key: "failures", value: .array(list))])
        return String(decoding: line.compact, as: UTF8.self)
    }
}
