import Analysis
import Feedback

/// A drawing of the differences of all pairs of a league's targets.
struct DifferenceMap {
    private let table: LeagueTable
    /// Upper bounds of the colours' steps.
    private static let bounds = [0.005, 0.02, 0.05, 0.1, 0.2, 0.35, 1.0]
    private static let (cell, height) = (62, 30)
    /// Most characters of a name.
    private static let longest = 64
    /// Width of the numbers before the squares.
    private static let number = 28

    init(_ table: LeagueTable) { self.table = table }

    /// Inline SVG with title and description.
    var svg: String {
        let count = table.entries.count
        let characters = table.entries.map { min($0.target.count, Self.longest) }.max() ?? 0
        let (width, height) = (Self.left(count) + 8 + characters * 8, (count + 1) * Self.height + 4)
        let heads = table.entries.indices.map { column in
            "<text class=\"num lab\" x=\"\(Self.left(column) + Self.cell / 2)\" y=\"20\">\(column + 1)</text>"
        }
        let rows = table.entries.indices.map { row in
            label(row) + table.entries.indices.map { square(row, $0) }.joined()
        }
        return """
            <svg class="heat" role="img" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
            aria-labelledby="difference-t"><title id="difference-t">Differences of the targets' rates, row less column</title>
            \(heads.joined())
            \(rows.joined(separator: "\n"))
            </svg>
            """
    }

    /// The row's number before its squares, and behind them its name: a narrow screen shows the squares first.
    private func label(_ row: Int) -> String {
        let whole = table.entries[row].target
        let shown = whole.count > Self.longest ? String(whole.prefix(Self.longest - 1)) + "…" : whole
        let (end, y) = (Self.left(table.entries.count) + 8, Self.top(row) + 20)
        return "<text class=\"lab\" x=\"0\" y=\"\(y)\">\(row + 1)</text>"
            + "<text class=\"lab\" x=\"\(end)\" y=\"\(y)\"><title>\(HTML(whole).text)</title>\(HTML(shown).text)</text>"
    }

    private static func left(_ column: Int) -> Int { number + column * cell }

    private static func top(_ row: Int) -> Int { (row + 1) * height }

    private func square(_ row: Int, _ column: Int) -> String {
        guard let (pair, isTurned) = table.pair(row, column), let value = pair.difference.value else { return "" }
        let difference = isTurned ? -value : value
        let step = Self.bounds.firstIndex { abs(difference) <= $0 } ?? Self.bounds.count - 1
        let colour = "\(difference > 0 ? "a" : "d")\(step)"
        let (x, y) = (Self.left(column), Self.top(row))
        let names = "\(table.entries[row].target) less \(table.entries[column].target): \(Figures.points(difference))"
        return """
            <g class="\(pair.isCertain ? "sure" : "faint")"><title>\(HTML("\(names), q \(Figures.decimal(pair.q, places: 4))").text)</title>\
            <rect class="\(colour)" x="\(x + 1)" y="\(y + 1)" width="\(Self.cell - 2)" height="\(Self.height - 2)" rx="3"/>\
            <text class="num \(colour)" x="\(x + Self.cell / 2)" y="\(y + 20)">\(LeagueTexts.signed(difference))</text></g>
            """
    }
}
