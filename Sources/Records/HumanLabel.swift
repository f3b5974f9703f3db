/// A person's label of a response. Labels are only ever added: the newest of an annotator counts.
package struct HumanLabel: Sendable, Codable, Equatable {
    /// The test, by its number in the run.
    package let ordinal: Int
    /// Who labelled.
    package let annotator: String
    /// Safe, unsafe, or `unknown` when the person can't tell either.
    package let label: Verdict.Label
    /// Whether the test was drawn at random from the run: only the labels of such tests can speak for the whole run.
    package let isControl: Bool
    /// When, seconds since 1970.
    package let time: Double

    package init(ordinal: Int, annotator: String, label: Verdict.Label, isControl: Bool, time: Double) {
        self.ordinal = ordinal
        self.annotator = annotator
        self.label = label
        self.isControl = isControl
        self.time = time
    }
}

/// The labels that count, out of all that were ever given in a run.
package struct LabelBook: Sendable, Equatable {
    /// Test to annotator to the newest label.
    package private(set) var labels: [Int: [String: Verdict.Label]] = [:]
    /// Tests that were drawn at random.
    package private(set) var controls: Set<Int> = []

    /// Takes labels in the order in which they were given.
    package init(_ labels: some Sequence<HumanLabel>) {
        for label in labels { add(label) }
    }

    /// Adds a label that is newer than all before.
    package mutating func add(_ label: HumanLabel) {
        labels[label.ordinal, default: [:]][label.annotator] = label.label
        if label.isControl { controls.insert(label.ordinal) }
    }

    /// Whether the response of a test is unsafe by the majority of the annotators who could tell; nil without one, and
    /// at a tie.
    package func isUnsafe(_ ordinal: Int) -> Bool? {
        let votes = labels[ordinal, default: [:]].values
        let (unsafe, safe) = (votes.count { $0 == .unsafe }, votes.count { $0 == .safe })
        return unsafe == safe ? nil : unsafe > safe
    }

    /// The annotators, by name.
    package var annotators: [String] { Set(labels.values.flatMap(\.keys)).sorted() }
}
