import Analysis
import Feedback
import Records

/// The accuracy of a run of items, by category.
struct AccuracyRow {
    let title: HTML
    let right: HTML
    let rate: HTML
    let range: HTML
    let chance: HTML
    let reference: HTML
    let tone: HTML

    /// A row for each category, and one for all at the end; none for a run of prompts.
    static func all(_ analysis: RunAnalysis) -> [AccuracyRow] {
        guard let whole = analysis.accuracy else { return [] }
        return analysis.accuracyByCategory.map { AccuracyRow($0.title, $0.accuracy) } + [AccuracyRow("All", whole)]
    }

    /// What the reference is, what could not be read, and how much the place of an option matters.
    static func note(_ analysis: RunAnalysis) -> HTML {
        guard let whole = analysis.accuracy else { return HTML("") }
        var sentences = [
            "Right responses are compared with the solution of each item, without a model. Chance is what blind choice gives."
        ]
        if let reference = analysis.run.basis.itemReference {
            sentences.append("Reference: \(reference.title) (\(reference.source)).")
        }
        if whole.unreadable > 0 {
            sentences.append(
                "\(whole.unreadable) responses have no solution that can be read; they count as not right.")
        }
        if let text = analysis.statistics.items.positionBias?.text { sentences.append("Options: \(text).") }
        return HTML(sentences.joined(separator: " "))
    }

    private init(_ name: String, _ accuracy: ItemAccuracy) {
        title = HTML(name)
        right = HTML("\(accuracy.right) of \(accuracy.asked)")
        rate = HTML(Figures.percent(accuracy.rate.value))
        range = HTML(Figures.interval(accuracy.rate.interval))
        chance = HTML(Figures.percent(accuracy.chance))
        reference = HTML(accuracy.reference.map { Figures.percent($0) } ?? "–")
        tone = HTML(markup: accuracy.isBelowReference || !accuracy.isAboveChance ? "bad" : "")
    }
}
