import Records

/// The verdicts of further oracles and the labels of people on the responses of a run, beside the verdicts of the run's
/// own oracle.
///
/// On a test's line they stand as `further_verdicts` and `human_labels`, each only when there is one.
package struct FurtherLabels: Sendable, Equatable {
    private let verdicts: [Int: [Verdict]]
    private let labels: [Int: [HumanLabel]]

    /// Verdicts and labels by test; none by default.
    package init(verdicts: [Int: [Verdict]] = [:], labels: [HumanLabel] = []) {
        self.verdicts = verdicts
        self.labels = Dictionary(grouping: labels, by: \.ordinal)
    }

    /// The verdicts of further oracles on a test.
    func verdicts(on ordinal: Int) -> [Verdict] { verdicts[ordinal] ?? [] }

    /// The labels of people for a test.
    func labels(on ordinal: Int) -> [HumanLabel] { labels[ordinal] ?? [] }

    func append(_ ordinal: Int, to text: inout JSONText) {
        list("further_verdicts", verdicts(on: ordinal), to: &text) { verdict, text in
            text.raw("{\"label\":")
            text.string(verdict.label.rawValue)
            text.raw(",\"oracle\":")
            text.string(verdict.oracle)
            text.raw(",\"confidence\":")
            text.number(verdict.confidence)
            text.grade(verdict.grade)
            text.raw("}")
        }
        list("human_labels", labels(on: ordinal), to: &text) { label, text in
            text.raw("{\"label\":")
            text.string(label.label.rawValue)
            text.raw(",\"annotator\":")
            text.string(label.annotator)
            text.raw(",\"control\":")
            text.bool(label.isControl)
            text.raw("}")
        }
    }

    private func list<Item>(
        _ key: String, _ items: [Item], to text: inout JSONText, item append: (Item, inout JSONText) -> Void
    ) {
        guard !items.isEmpty else { return }
        text.raw(",")
        text.string(key)
        text.raw(":[")
        for (index, item) in items.enumerated() {
            if index > 0 { text.raw(",") }
            append(item, &text)
        }
        text.raw("]")
    }
}
