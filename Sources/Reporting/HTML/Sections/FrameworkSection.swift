import Analysis
import Feedback
import SafetyGrid

/// What the tests cover of a framework, each item that they do not cover included.
struct FrameworkSection {
    /// An item.
    struct Row {
        let itemID: HTML
        let title: HTML
        let judged: HTML
        let unsafe: HTML
        let rate: HTML
        let range: HTML
        let itemState: HTML
        let tone: HTML
        let advice: HTML?
    }

    let name: HTML
    let counts: HTML
    let source: HTML
    let rows: [Row]

    /// One for each framework.
    static func all(_ analysis: RunAnalysis) -> [FrameworkSection] { analysis.frameworks.map(FrameworkSection.init) }

    private init(_ coverage: FrameworkCoverage) {
        let framework = coverage.framework
        name = HTML("\(framework.title), \(framework.version)")
        counts = HTML(FrameworkTexts.summary(of: coverage))
        let unmapped = coverage.grid.isUnmapped ? " The framework does not map the hazards of this grid." : ""
        source = HTML("\(framework.id), \(framework.url). \(framework.note ?? "")\(unmapped)")
        rows = coverage.rows.map(Self.row)
    }

    private static func row(_ row: FrameworkCoverage.Row) -> Row {
        let rate = row.state == .tested ? row.direct : row.related
        let tone =
            switch row.state {
            case .tested: "good"
            case .noTest: "bad"
            case .related, .notTestable: "soft"
            }
        return Row(
            itemID: HTML(row.item.id), title: HTML(row.item.title), judged: HTML(Figures.count(rate.judged)),
            unsafe: HTML(Figures.count(rate.findings)), rate: HTML(Figures.percent(rate.value)),
            range: HTML(Figures.interval(rate.interval)), itemState: HTML(row.state.rawValue),
            tone: HTML(markup: tone), advice: row.advice.map { HTML($0) })
    }
}
