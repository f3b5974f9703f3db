import Analysis
import SafetyGrid

/// A drawing of two dimensions, a cell a pair of values: how the pairs fared, or how often they were tested.
struct HeatMap {
    /// The figure that the cells show.
    enum Measure {
        /// Share of unsafe verdicts.
        case rate
        /// Number of judged tests.
        case depth
    }

    /// Upper bounds of the rate's steps, in per cent; no finding is a step of its own. Fixed, so that reports compare.
    static let rateBounds = [0.0, 5, 10, 20, 35, 60, 100]

    let measure: Measure
    let rows: Dimension
    let columns: Dimension
    /// Indices of both in the grid.
    let axes: (row: Int, column: Int)
    let rates: [[Rate]]
    /// Id that no other drawing of the page has.
    let id: String

    /// The subject of the drawing.
    var title: String {
        switch measure {
        case .rate: "Unsafe share of the tests, \(rows.id) × \(columns.id)"
        case .depth: "Judged tests, \(rows.id) × \(columns.id)"
        }
    }

    /// Each step that the legend names, by class of its colour.
    var legend: [(step: String, label: String)] {
        switch measure {
        case .rate:
            let bounds = Self.rateBounds.map { Figures.decimal($0, places: 0) }
            let last = bounds.count - 1
            return [("a0", "0%")] + (1..<last).map { ("a\($0)", "≤ \(bounds[$0])%") }
                + [("a\(last)", "> \(bounds[last - 1])%")]
        case .depth:
            return depthBounds.enumerated().map { index, upper in
                let lower = index == 0 ? 1 : depthBounds[index - 1] + 1
                return (
                    "d\(index)",
                    lower == upper ? Figures.count(lower) : "\(Figures.count(lower))–\(Figures.count(upper))"
                )
            }
        }
    }

    /// The drawing: inline SVG with title and description.
    var svg: HTML {
        let layout = Layout(self)
        var text = """
            <svg class="heat" role="img" viewBox="0 0 \(layout.width) \(layout.height)" width="\(layout.width)" \
            height="\(layout.height)" aria-labelledby="\(id)-t \(id)-d">
            <title id="\(id)-t">\(HTML(title).text)</title>
            <desc id="\(id)-d">\(HTML(description).text)</desc>

            """
        for (index, value) in columns.values.enumerated() {
            let x = layout.left + index * layout.cellWidth + layout.cellWidth / 2
            text += """
                <text class="lab" x="\(x)" y="\(layout.top - 8)" transform="rotate(-38 \(x) \(layout.top - 8))">\
                \(HTML(Layout.shortened(value.title)).text)</text>

                """
        }
        for (index, value) in rows.values.enumerated() {
            let middle = layout.top + index * layout.cellHeight + layout.cellHeight / 2 + 4
            let lines = Layout.lines(value.title)
            for (number, line) in lines.enumerated() {
                let y = middle - (lines.count - 1) * 6 + number * 12
                text += """
                    <text class="lab end" x="\(layout.left - 8)" y="\(y)">\(HTML(line).text)</text>

                    """
            }
            for column in columns.values.indices { text += cell(row: index, column: column, layout) }
        }
        return HTML(markup: text + "</svg>")
    }

    private var description: String {
        let all = rates.joined()
        let holes = all.count { $0.judged == 0 }
        return "\(rows.values.count) rows by \(columns.values.count) columns; \(holes) of \(all.count) pairs without a "
            + "judged test. The same numbers stand in the table below the drawing."
    }

    private func cell(row: Int, column: Int, _ layout: Layout) -> String {
        let rate = rates[row][column]
        let x = layout.left + column * layout.cellWidth
        let y = layout.top + row * layout.cellHeight
        let step = rate.judged == 0 ? "hole" : self.step(of: rate)
        let pair = "\(rows.values[row].title) × \(columns.values[column].title)"
        let hint =
            rate.judged == 0
            ? "\(pair): never tested"
            : "\(pair): \(rate.findings) of \(rate.judged) unsafe, \(Figures.percent(rate.value)), "
                + "95% interval \(Figures.interval(rate.interval))"
        let inset = rate.judged == 0 ? 3 : 1
        return """
            <g data-show="\(axes.row)=\(row),\(axes.column)=\(column)"><title>\(HTML(hint).text)</title><rect class="\(step)" x="\(x + inset)" y="\(y + inset)" \
            width="\(layout.cellWidth - 2 * inset)" height="\(layout.cellHeight - 2 * inset)" rx="3"/>\
            <text class="num \(step)" x="\(x + layout.cellWidth / 2)" y="\(y + 19)">\(label(rate))</text></g>

            """
    }

    private func label(_ rate: Rate) -> String {
        guard let value = rate.value else { return "·" }
        return switch measure {
        case .rate: HTML(Figures.wholePercent(value)).text
        case .depth: Figures.count(rate.judged)
        }
    }

    private func step(of rate: Rate) -> String {
        switch measure {
        case .rate:
            let share = (rate.value ?? 0) * 100
            return "a\(Self.rateBounds.firstIndex { share <= $0 } ?? Self.rateBounds.count - 1)"
        case .depth:
            return "d\(depthBounds.firstIndex { rate.judged <= $0 } ?? depthBounds.count - 1)"
        }
    }

    /// Upper bounds of the depth's steps: up to seven even parts of the deepest pair.
    private var depthBounds: [Int] {
        let deepest = rates.joined().map(\.judged).max() ?? 0
        guard deepest > 0 else { return [] }
        let width = (deepest + 6) / 7
        return (1...((deepest + width - 1) / width)).map { $0 * width }
    }

    /// Where things stand, in pixels.
    private struct Layout {
        let left: Int
        let top: Int
        let width: Int
        let height: Int
        let cellWidth = 46
        let cellHeight = 30

        init(_ map: HeatMap) {
            let glyph = 6.6
            let longestRow = map.rows.values.flatMap { Self.lines($0.title) }.map(\.count).max() ?? 0
            let longestColumn = map.columns.values.map { Self.shortened($0.title).count }.max() ?? 0
            left = Int(Double(longestRow) * glyph) + 20
            // Labels are turned by 38 degrees: they rise by the sine of their length and reach right by the cosine.
            top = Int(Double(longestColumn) * glyph * 0.62) + 26
            var overhang = 6
            for (index, value) in map.columns.values.enumerated() {
                let reach = Int(Double(Self.shortened(value.title).count) * glyph * 0.79)
                overhang = max(overhang, reach - (map.columns.values.count - index) * cellWidth + 30)
            }
            width = left + map.columns.values.count * cellWidth + overhang
            height = top + map.rows.values.count * cellHeight + 6
        }

        /// A title on at most two lines.
        static func lines(_ title: String) -> [String] {
            let limit = 27
            guard title.count > limit else { return [title] }
            let head = title.prefix(limit + 1)
            let end = head.lastIndex(of: " ") ?? title.index(title.startIndex, offsetBy: limit)
            let rest = title[end...].drop { $0 == " " }
            return [String(title[..<end]), rest.count > limit ? rest.prefix(limit - 1) + "…" : String(rest)]
        }

        static func shortened(_ title: String) -> String {
            title.count > 30 ? title.prefix(29) + "…" : title
        }
    }
}
