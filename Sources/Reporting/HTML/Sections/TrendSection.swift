import Analysis
import Records
import SafetyGrid

/// How the rates went over the runs of a target and grid.
struct TrendSection {
    let note: HTML
    let chart: HTML
    /// The chart of over-refusal; empty without twins.
    let overRefusal: HTML
    let each: [Small]
    let rows: [Row]
    /// Whether some run has twins.
    let hasTwins: Bool

    /// The chart of one value of the first dimension.
    struct Small {
        let name: HTML
        let svg: HTML
    }

    /// A run in numbers.
    struct Row {
        let date: HTML
        let run: HTML
        let judged: HTML
        let unsafe: HTML
        let rate: HTML
        let range: HTML
        let overRefusal: HTML
    }

    /// Nil with fewer than two runs: a point is no trend.
    init?(_ history: RunHistory?, grid: Grid) {
        guard let history, history.points.count > 1 else { return nil }
        let points = history.points
        let dates = points.map { UTCDate.text(secondsSince1970: $0.startedAt) }
        let what = history.isOverGrid ? "Averages over the cells of the grid" : "Shares of the judged tests"
        note = HTML(
            "\(what), with their 95% intervals, over the last \(Figures.count(points.count)) finished runs of this target "
                + "and grid with this oracle.")
        let overall = points.map(\.rate.estimate)
        chart =
            TrendChart(
                title: "Attack success rate over runs", id: "trend", rates: overall, dates: dates,
                top: TrendChart.top(overall)
            ).svg
        let refusals = points.map(\.overRefusal?.rate)
        hasTwins = refusals.contains { $0 != nil }
        overRefusal =
            hasTwins
            ? TrendChart(
                title: "Over-refusal over runs", id: "trend-over-refusal", rates: refusals, dates: dates,
                top: TrendChart.top(refusals)
            ).svg : HTML("")
        let values = grid.groups.values
        let top = TrendChart.top(points.flatMap(\.groups).map(\.estimate))
        each = values.indices.prefix(60).map { index in
            Small(
                name: HTML(values[index].title),
                svg: TrendChart(
                    title: "Attack success rate of \(values[index].title) over runs", id: "trend-\(index)",
                    rates: points.map { $0.groups[index].estimate }, dates: dates, top: top, isSmall: true
                ).svg)
        }
        rows = zip(points, dates).map { point, date in
            Row(
                date: HTML(date), run: HTML(point.run), judged: HTML(Figures.count(point.rate.judged)),
                unsafe: HTML(Figures.count(point.rate.findings)), rate: HTML(Figures.percent(point.rate.value)),
                range: HTML(Figures.interval(point.rate.interval)), overRefusal: HTML(Self.text(point.overRefusal)))
        }
    }

    private static func text(_ refusal: OverRefusal?) -> String {
        refusal.map { "\(Figures.percent($0.rate.value)) (\(Figures.interval($0.rate.interval)))" } ?? "–"
    }
}
