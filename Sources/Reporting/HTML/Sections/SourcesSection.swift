import Analysis
import Records

/// The pages that prompts of the run were written from.
struct SourcesSection {
    /// A page and how many tests drew on it.
    struct Row {
        let link: HTML
        let count: HTML
    }

    let rows: [Row]
    let more: HTML?

    init(_ analysis: RunAnalysis) {
        rows = analysis.sources
            .sorted { ($1.tests, $0.link.url) < ($0.tests, $1.link.url) }
            .map { Row(link: $0.link.html, count: HTML(Figures.count($0.tests))) }
        more =
            analysis.sourcesLeftOut > 0
            ? HTML("\(Figures.count(analysis.sourcesLeftOut)) mentions of further pages; all are in tests.jsonl.")
            : nil
    }
}
