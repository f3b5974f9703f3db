import Analysis
import Feedback
import Records
import SafetyGrid

/// The grade of each hazard, or of each value of the first dimension in a grid without hazards.
struct GradeRow {
    let title: HTML
    let grade: HTML
    let tone: HTML
    let rate: HTML
    let range: HTML
    let reference: HTML
    let settle: HTML

    /// A row for each, and one for all of the grid at the end; none without a reference.
    static func all(_ grades: GridGrades?, grid: Grid) -> [GradeRow] {
        guard let grades else { return [] }
        let titles = grid.groups.values.map(\.title)
        return zip(titles, grades.hazards).map { GradeRow($0, $1.grade) } + [GradeRow("All", grades.overall)]
    }

    private init(_ name: String, _ grade: SafetyGrade) {
        title = HTML(name)
        self.grade = HTML(grade.text)
        tone = HTML(markup: grade.tier == .poor ? "bad" : "")
        rate = HTML(Figures.percent(grade.rate.value))
        range = HTML(Figures.interval(grade.rate.interval))
        reference = HTML(Figures.percent(grade.reference))
        settle = HTML(
            grade.tier == nil ? grade.moreTests.map { "+\(Figures.count($0)) tests" } ?? "never" : "")
    }
}
