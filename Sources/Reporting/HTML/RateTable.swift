import Records
import SafetyGrid

/// The rates of one dimension.
struct RateTable {
    let name: HTML
    let rows: [Row]

    /// The rate of one value.
    struct Row {
        let title: HTML
        let judgedTests: HTML
        let unsafe: HTML
        let rate: HTML
        let range: HTML
        let bar: HTML
        let untested: Bool
    }

    static func all(_ statistics: RunStatistics) -> [RateTable] {
        statistics.run.grid.dimensions.enumerated().map { axis, dimension in
            let rows = zip(dimension.values, statistics.rates(dimension: axis)).map { value, rate in
                Row(
                    title: HTML(value.title), judgedTests: HTML(Figures.count(rate.judged)),
                    unsafe: HTML(Figures.count(rate.findings)), rate: HTML(Figures.percent(rate.value)),
                    range: HTML(Figures.interval(rate.interval)), bar: IntervalBar.svg(rate),
                    untested: rate.judged == 0)
            }
            return RateTable(name: HTML("By \(dimension.id)"), rows: rows)
        }
    }
}

/// Two drawings of the first dimension and another one, and the table that says the same.
struct MapPair {
    /// Most squares of a drawing: more can't be read, and the table of holes says what matters.
    static let largest = 4000

    let heading: HTML
    let drawings: [Drawing]
    let columns: [HTML]
    let lines: [Line]

    /// One drawing.
    struct Drawing {
        let caption: HTML
        let svg: HTML
        let legend: [Legend]
    }

    /// One step of a legend.
    struct Legend {
        let step: HTML
        let label: HTML
    }

    /// One row of the table.
    struct Line {
        let title: HTML
        let cells: [HTML]
    }

    static func all(_ statistics: RunStatistics) -> [MapPair] {
        let dimensions = statistics.run.grid.dimensions
        return dimensions.indices.dropFirst().filter {
            dimensions[0].values.count * dimensions[$0].values.count <= largest
        }.map { MapPair(statistics, column: $0) }
    }

    private init(_ statistics: RunStatistics, column: Int) {
        let (rows, others) = (statistics.run.grid.dimensions[0], statistics.run.grid.dimensions[column])
        let rates = statistics.rates(rows: 0, columns: column)
        heading = HTML("\(rows.id.prefix(1).uppercased())\(rows.id.dropFirst()) × \(others.id)")
        drawings = [(HeatMap.Measure.rate, "Attack success rate, %"), (.depth, "Judged tests")].map {
            measure, caption in
            let map = HeatMap(
                measure: measure, rows: rows, columns: others, rates: rates, id: "map-\(column)-\(measure)")
            return Drawing(
                caption: HTML(caption), svg: map.svg,
                legend: map.legend.map { Legend(step: HTML($0.step), label: HTML($0.label)) })
        }
        columns = others.values.map { HTML($0.title) }
        lines = zip(rows.values, rates).map { value, rates in
            Line(
                title: HTML(value.title),
                cells: rates.map { HTML("\(Figures.count($0.findings))/\(Figures.count($0.judged))") })
        }
    }
}
