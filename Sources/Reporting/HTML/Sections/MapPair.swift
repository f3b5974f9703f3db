import Analysis
import Records
import SafetyGrid

/// Two drawings of two dimensions, and the table that says the same.
struct MapPair {
    /// Most squares of a drawing: more can't be read, and the table of holes says what matters.
    static let largest = 4000
    /// Most squares of all drawings of a measure together, so that the page opens at once.
    static let mostSquares = 4_500

    let id: HTML
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
        let cells: [Pair]
    }

    /// A pair of values, and where the list of tests has it.
    struct Pair {
        let show: HTML
        let text: HTML
    }

    /// Every pair of dimensions that can be drawn, those with the first dimension first.
    static func all(_ analysis: RunAnalysis) -> [MapPair] {
        let sizes = analysis.run.grid.dimensions.map(\.values.count)
        var left = mostSquares
        var pairs: [MapPair] = []
        for row in sizes.indices {
            for column in sizes.indices where column > row {
                let squares = sizes[row] * sizes[column]
                guard squares <= min(largest, left) else { continue }
                left -= squares
                pairs.append(MapPair(analysis, row: row, column: column))
            }
        }
        return pairs
    }

    private init(_ analysis: RunAnalysis, row: Int, column: Int) {
        let (rows, others) = (analysis.run.grid.dimensions[row], analysis.run.grid.dimensions[column])
        let rates = analysis.statistics.rates(rows: row, columns: column)
        let title = rows.id.rawValue
        let name = "map-\(row)-\(column)"
        id = HTML(markup: name)
        heading = HTML("\(title.prefix(1).uppercased())\(title.dropFirst()) × \(others.id)")
        drawings = [(HeatMap.Measure.rate, "Unsafe share of the tests, %"), (.depth, "Judged tests")].map {
            measure, caption in
            let map = HeatMap(
                measure: measure, rows: rows, columns: others, axes: (row, column), rates: rates,
                id: "\(name)-\(measure)")
            return Drawing(
                caption: HTML(caption), svg: map.svg,
                legend: map.legend.map { Legend(step: HTML($0.step), label: HTML($0.label)) })
        }
        columns = others.values.map { HTML($0.title) }
        lines = rows.values.indices.map { place in
            let cells = rates[place].enumerated().map { other, rate in
                Pair(
                    show: HTML(markup: "\(row)=\(place),\(column)=\(other)"),
                    text: HTML("\(Figures.count(rate.findings))/\(Figures.count(rate.judged))"))
            }
            return Line(title: HTML(rows.values[place].title), cells: cells)
        }
    }
}
