import Analysis
import Records

/// Rates of runs one after the other as a line, in a band that is their 95 % intervals.
struct TrendChart {
    /// The series that is drawn.
    let title: String
    /// Id that no other drawing of the page has.
    let id: String
    /// A rate for each run, in the order of time; nil where nothing was judged.
    let rates: [RateEstimate?]
    /// When each run began, for the reader.
    let dates: [String]
    /// Upper end of the scale, over 0 and at most 1: charts beside each other share it.
    let top: Double
    /// Whether it is one of many.
    var isSmall = false

    /// The least round upper end that holds every interval.
    static func top(_ rates: [RateEstimate?]) -> Double {
        let highest = rates.compactMap { $0?.upper }.max() ?? 1
        return [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].first { $0 >= highest } ?? 1
    }

    private var width: Double { isSmall ? 260 : 820 }
    private var height: Double { isSmall ? 104 : 240 }
    private var left: Double { 44 }
    private var right: Double { width - 12 }
    private var bottom: Double { height - 26 }
    private let ceiling = 12.0

    /// The drawing: inline SVG with title and description; the same numbers stand in the table below.
    var svg: HTML {
        let size = "\(Figures.decimal(width, places: 0)) \(Figures.decimal(height, places: 0))"
        var text = """
            <svg class="trend\(isSmall ? " small" : "")" role="img" viewBox="0 0 \(size)" \
            aria-labelledby="\(id)-t \(id)-d"><title id="\(id)-t">\(HTML(title).text)</title>\
            <desc id="\(id)-d">\(HTML(description).text)</desc>
            """
        for share in isSmall ? [0, 1] : [0, 0.5, 1] {
            let y = Figures.decimal(y(share * top), places: 1)
            text += """
                <path class="grid" d="M\(place(left)) \(y)H\(place(right))"/>\
                <text x="\(place(left - 6))" y="\(Figures.decimal(self.y(share * top) + 4, places: 1))" \
                text-anchor="end">\(Self.percent(share * top))</text>
                """
        }
        for part in parts {
            text += "<path class=\"band\" d=\"\(band(part))\"/><path class=\"line\" d=\"\(line(part))\"/>"
        }
        for index in rates.indices {
            guard let rate = rates[index] else { continue }
            let hint =
                "\(dates[index]): \(Figures.percent(rate.value)), 95% interval "
                + Figures.interval(rate.interval)
            text += """
                <g><title>\(HTML(hint).text)</title><circle class="dot" cx="\(place(x(index)))" \
                cy="\(place(y(rate.value)))" r="\(isSmall ? 2.5 : 4)"/></g>
                """
        }
        return HTML(markup: text + ends + "</svg>")
    }

    private var description: String {
        guard let last = rates.last ?? nil, let first = rates.first ?? nil else { return "\(rates.count) runs." }
        return "\(rates.count) runs, from \(Figures.percent(first.value)) to \(Figures.percent(last.value))."
    }

    private var ends: String {
        guard let first = dates.first, let last = dates.last else { return "" }
        let y = place(height - 7)
        return """
            <text x="\(place(left))" y="\(y)">\(HTML(String(first.prefix(10))).text)</text>\
            <text x="\(place(right))" y="\(y)" text-anchor="end">\(HTML(String(last.prefix(10))).text)</text>
            """
    }

    /// Runs without a gap between them.
    private var parts: [Range<Int>] {
        var parts: [Range<Int>] = []
        for index in rates.indices where rates[index] != nil {
            if let last = parts.last, last.upperBound == index {
                parts[parts.count - 1] = last.lowerBound..<(index + 1)
            } else {
                parts.append(index..<(index + 1))
            }
        }
        return parts
    }

    private func line(_ part: Range<Int>) -> String {
        path(part.map { (x($0), y(rates[$0]?.value ?? 0)) })
    }

    private func band(_ part: Range<Int>) -> String {
        let upper = part.map { (x($0), y(rates[$0]?.upper ?? 0)) }
        let lower = part.reversed().map { (x($0), y(rates[$0]?.lower ?? 0)) }
        return path(upper + lower) + "Z"
    }

    private func path(_ points: [(Double, Double)]) -> String {
        points.enumerated().map { "\($0 == 0 ? "M" : "L")\(place($1.0)) \(place($1.1))" }.joined()
    }

    private func x(_ index: Int) -> Double {
        let margin = isSmall ? 4.0 : 10.0
        guard rates.count > 1 else { return (left + right) / 2 }
        return left + margin + (right - left - 2 * margin) * Double(index) / Double(rates.count - 1)
    }

    private func y(_ rate: Double) -> Double { bottom - (bottom - ceiling) * min(max(rate / top, 0), 1) }

    private func place(_ value: Double) -> String { Figures.decimal(value, places: 1) }

    private static func percent(_ share: Double) -> String {
        Figures.decimal(share * 100, places: share > 0 && share < 0.05 ? 1 : 0) + "%"
    }
}
