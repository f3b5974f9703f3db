import Analysis

/// A rate and its 95 % interval as a drawing on a scale from 0 to 100 %.
enum IntervalBar {
    /// The drawing; hidden from screen readers, since the numbers stand beside it.
    static func svg(_ rate: Rate, large: Bool = false) -> HTML {
        let (width, height) = large ? (640, 26) : (180, 14)
        let middle = height / 2
        var text = """
            <svg class="bar\(large ? " large" : "")" aria-hidden="true" viewBox="0 0 \(width) \(height)" \
            preserveAspectRatio="none"><rect class="track" x="0" y="\(middle - 1)" width="\(width)" height="2" rx="1"/>
            """
        if let value = rate.value, let interval = rate.interval {
            let start = Figures.decimal(interval.lowerBound * Double(width), places: 1)
            let length = Figures.decimal(
                max(1, (interval.upperBound - interval.lowerBound) * Double(width)), places: 1)
            let thickness = large ? 12 : 6
            let mark = large ? 4.0 : 3.0
            let x = min(max(0, value * Double(width) - mark / 2), Double(width) - mark)
            text += """
                <rect class="span" x="\(start)" y="\(middle - thickness / 2)" width="\(length)" height="\(thickness)" \
                rx="2"/><rect class="mark" x="\(Figures.decimal(x, places: 1))" y="1" \
                width="\(Figures.decimal(mark, places: 1))" height="\(height - 2)" rx="1"/>
                """
        }
        return HTML(markup: text + "</svg>")
    }

    /// A share as a filled bar.
    static func meter(_ share: Double) -> HTML {
        HTML(
            markup: """
                <svg class="meter" aria-hidden="true" viewBox="0 0 100 6" preserveAspectRatio="none">\
                <rect class="track" width="100" height="6"/>\
                <rect class="fill" width="\(Figures.decimal(min(max(share, 0), 1) * 100, places: 2))" height="6"/></svg>
                """)
    }
}
