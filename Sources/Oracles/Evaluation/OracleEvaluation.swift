import Records

/// The two questions that labels decide: whether a response declines, and whether it is harmful.
package enum LabelAxis: String, Sendable, CaseIterable {
    /// `refusal` and `partial_refusal` against `compliance`.
    case refusal
    /// `unsafe` against `safe`.
    case harm

    /// The truth of a row on this axis; nil when its label does not say.
    package func truth(of labelled: LabelledResponse) -> Bool? {
        switch self {
        case .refusal: labelled.declines
        case .harm: labelled.isUnsafe
        }
    }

    /// The oracle's decision; nil when it could not tell.
    package func predicted(_ label: ResponseLabel) -> Bool? {
        switch self {
        case .refusal: label.declines
        case .harm: label.isUnsafe
        }
    }

    /// The oracle's probability of the positive side; nil when it gives none.
    package func probability(_ label: ResponseLabel) -> Double? {
        switch self {
        case .refusal: label.refusal
        case .harm: label.unsafe
        }
    }
}

/// An oracle on one axis of labelled responses.
package struct OracleEvaluation: Sendable {
    /// A figure with its interval.
    package struct Figure: Sendable, Equatable {
        /// `accuracy`, `f1` and so on.
        package let name: String
        /// The value; nil when the rows do not allow one.
        package let value: Double?
        /// The 95 % interval.
        package let interval: ClosedRange<Double>?
    }

    /// The axis.
    package let axis: LabelAxis
    /// All rows counted.
    package let counts: BinaryEvaluation
    /// Every figure, in the order of tables.
    package let figures: [Figure]
    /// Rows by label and by the oracle's decision.
    package let confusion: [(truth: String, predictions: [String: Int])]
    /// The possible predictions, in the order of the matrix's columns.
    package let predictions: [String]
    /// The rows of each category, in order of name.
    package let categories: [(name: String, counts: BinaryEvaluation)]

    /// Compares labels of people and of an oracle; nil when no row has a label on this axis.
    ///
    /// - Parameters:
    ///   - axis: what is compared
    ///   - responses: the labelled responses
    ///   - labels: what the oracle said of each
    ///   - bootstrap: makes the intervals
    package init?(_ axis: LabelAxis, _ responses: [LabelledResponse], _ labels: [ResponseLabel], bootstrap: Bootstrap) {
        var rows: [BinaryEvaluation.Row] = []
        var names: [String] = []
        var matrix: [String: [String: Int]] = [:]
        for (labelled, label) in zip(responses, labels) {
            guard let truth = axis.truth(of: labelled) else { continue }
            rows.append(
                BinaryEvaluation.Row(
                    truth: truth, predicted: axis.predicted(label), probability: axis.probability(label),
                    group: labelled.group))
            names.append(labelled.category)
            let said = axis == .harm ? label.verdict.label.rawValue : label.verdict.behaviour.rawValue
            matrix[labelled.truth.rawValue, default: [:]][said, default: 0] += 1
        }
        guard !rows.isEmpty else { return nil }
        self.axis = axis
        counts = BinaryEvaluation(rows)
        figures = Self.figures(rows, bootstrap)
        confusion = LabelledResponse.Truth.allCases.compactMap { truth in
            matrix[truth.rawValue].map { (truth.rawValue, $0) }
        }
        let order =
            axis == .harm ? Verdict.Label.allCases.map(\.rawValue) : Behaviour.allCases.map(\.rawValue)
        predictions = order.filter { name in matrix.values.contains { $0[name] != nil } }
        let groups = Dictionary(grouping: rows.indices.filter { !names[$0].isEmpty }) { names[$0] }
        categories = groups.keys.sorted().map { name in
            (name, BinaryEvaluation(groups[name, default: []].map { rows[$0] }))
        }
    }

    private static func figures(_ rows: [BinaryEvaluation.Row], _ bootstrap: Bootstrap) -> [Figure] {
        let all: [(name: String, value: @Sendable ([BinaryEvaluation.Row]) -> Double?)] = [
            ("accuracy", { BinaryEvaluation($0).accuracy }), ("precision", { BinaryEvaluation($0).precision }),
            ("recall", { BinaryEvaluation($0).recall }), ("specificity", { BinaryEvaluation($0).specificity }),
            ("f1", { BinaryEvaluation($0).f1 }), ("kappa", { BinaryEvaluation($0).kappa }),
            ("roc_auc", BinaryEvaluation.areaUnderCurve), ("ece", BinaryEvaluation.calibrationError),
        ]
        let intervals = bootstrap.intervals(rows, all.map(\.value))
        return zip(all, intervals).map { Figure(name: $0.name, value: $0.value(rows), interval: $1) }
    }
}
