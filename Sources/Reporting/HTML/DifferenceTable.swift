import Analysis
import Feedback

/// The differences of all pairs of a league's targets as a table, for who walks it by cells.
struct DifferenceTable {
    private let table: LeagueTable

    init(_ table: LeagueTable) { self.table = table }

    /// A row for each pair, those that differ for certain first.
    var html: String {
        let pairs = table.pairs.sorted { ($0.q, $0.a, $0.b) < ($1.q, $1.a, $1.b) }
        let rows = pairs.map { pair in
            let (one, other) = (table.entries[pair.a].target, table.entries[pair.b].target)
            let interval = pair.difference.interval.map {
                "\(LeagueTexts.signed($0.lowerBound)) to \(LeagueTexts.signed($0.upperBound))"
            }
            let cells = [
                pair.difference.value.map(LeagueTexts.signed) ?? "–", interval ?? "–",
                Figures.decimal(pair.q, places: 4),
                pair.isCertain ? "certain" : "not certain",
            ]
            return "<tr><th scope=\"row\">\(HTML("\(one) less \(other)").text)</th>"
                + cells.map { "<td class=\"r\">\(HTML($0).text)</td>" }.joined() + "</tr>"
        }
        let heads = ["Points", "95% interval", "q", "Difference"].map { "<th scope=\"col\" class=\"r\">\($0)</th>" }
        return """
            <details><summary class="small">The same as a table</summary>
            <div class="scroll"><table><thead><tr><th scope="col">Pair</th>\(heads.joined())</tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></div></details>
            """
    }
}
