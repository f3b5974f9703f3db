import Analysis
import Records
import SafetyGrid

/// The rates of one dimension.
struct RateTable {
    let name: HTML
    let rows: [Row]
    /// Whether rows have distinct findings.
    let hasDistinct: Bool

    /// The rate of one value.
    struct Row {
        let title: HTML
        let judgedTests: HTML
        let unsafe: HTML
        let distinct: HTML
        let rate: HTML
        let range: HTML
        let bar: HTML
        let untested: Bool
    }

    static func all(_ analysis: RunAnalysis) -> [RateTable] {
        analysis.run.grid.dimensions.enumerated().map { axis, dimension in
            let distinct = axis == analysis.run.grid.groupAxis ? analysis.statistics.distinct : nil
            let rates = zip(dimension.values, analysis.rates(dimension: axis))
            let rows = rates.enumerated().map { place, value in
                let (value, rate) = value
                return Row(
                    title: HTML(value.title), judgedTests: HTML(Figures.count(rate.judged)),
                    unsafe: HTML(Figures.count(rate.findings)),
                    distinct: HTML(distinct.map { Figures.count($0.groups[place]) } ?? ""),
                    rate: HTML(Figures.percent(rate.value)),
                    range: HTML(Figures.interval(rate.interval)), bar: IntervalBar.svg(rate),
                    untested: rate.judged == 0)
            }
            return RateTable(name: HTML("By \(dimension.id)"), rows: rows, hasDistinct: distinct != nil)
        }
    }
}
