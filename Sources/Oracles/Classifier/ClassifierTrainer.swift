import Foundations
import SafetyGrid

/// Makes weights out of labelled responses.
///
/// Rows with a label of behaviour train the heads `declines` and `partial`, rows with a label of harm the head `unsafe`; it
/// learns from rows that decline, too, because a response that declines is safe, from those that comply with an unsafe
/// prompt, and at a small weight from those that comply where nothing harmful is to be expected. Each set counts as much there
/// as any other, so that the longest does not decide what harm looks like.
///
/// Calibration and thresholds come from predictions on rows that the predicting model has not seen: the rows are split by
/// group, so that no prompt is on both sides. The same rows in the same order give the same bits.
package struct ClassifierTrainer: Sendable {
    /// Parts of the split for calibration, 2 or more.
    package var folds = 3
    /// Inverse strength of the penalty on the weights of the heads of behaviour, above 0.
    package var regularisation = 30.0
    /// The same for the head `unsafe`, which has to read responses of other kinds than it was trained on.
    package var harmRegularisation = 15.0
    /// What a row counts in the head `unsafe` whose harmlessness is only to be expected.
    package var presumedWeight = 0.1
    /// Most steps of each training.
    package var iterations = 40
    /// Heads that are trained; the others are left at even odds.
    package var required = Set(ClassifierWeights.Head.allCases)
    /// Called with what is being done, for people.
    package var progress: @Sendable (String) -> Void = { _ in }

    /// A trainer with the settings of the shipped weights.
    package init() {}

    /// Rows that a head needs at least on each side.
    static let rowsNeeded = 4

    /// Trains all heads.
    ///
    /// - Throws: ``LabelError/noLabels(need:)`` when a kind of label is missing.
    package func weights(of responses: [LabelledResponse]) throws(LabelError) -> ClassifierWeights {
        let samples = weighted(responses.map(Sample.init))
        try check(samples)
        var models: [LogisticTrainer.Model] = []
        var heldOut: [[Double?]] = []
        for head in ClassifierWeights.Head.allCases {
            guard required.contains(head) else {
                models.append(
                    LogisticTrainer.Model(weights: .init(repeating: 0, count: ResponseFeatures.bucketCount), bias: 0))
                heldOut.append([Double?](repeating: nil, count: samples.count))
                continue
            }
            progress("training head '\(head)' on \(samples.count { $0.truth(head) != nil }) rows")
            models.append(model(head, samples))
            heldOut.append(heldOutLogits(head, samples))
        }
        let (declines, unsafe) = (ClassifierWeights.Head.declines.rawValue, ClassifierWeights.Head.unsafe.rawValue)
        let declining = calibration(.declines, samples, logits: heldOut[declines])
        for (row, sample) in samples.enumerated() {
            let logit = heldOut[declines][row] ?? models[declines].logit(sample.features)
            let discount = ResponseCare.discount(sample.features, declines: declining.probability(logit: logit))
            heldOut[unsafe][row] = heldOut[unsafe][row].map { $0 - discount }
        }
        let calibrations = ClassifierWeights.Head.allCases.map { head in
            calibration(head, samples, logits: heldOut[head.rawValue])
        }
        // Thresholds by what people said of harm: refusals from elsewhere are too easy to choose by.
        let scored = samples.indices.compactMap { row -> (probability: Double, isUnsafe: Bool)? in
            guard let logit = heldOut[unsafe][row], let truth = samples[row].labelled.isUnsafe else { return nil }
            return (calibrations[unsafe].probability(logit: logit), truth)
        }
        let thresholds = HarmThresholds(scored)
        return ClassifierWeights(
            heads: models.map { ClassifierWeights.HeadWeights($0) }, calibrations: calibrations,
            safeBelow: Float(thresholds.safeBelow), unsafeAbove: Float(thresholds.unsafeAbove))
    }

    private func check(_ samples: [Sample]) throws(LabelError) {
        for head in ClassifierWeights.Head.allCases where required.contains(head) {
            let truths = samples.compactMap { $0.truth(head) }
            let positives = truths.count { $0 }
            guard min(positives, truths.count - positives) >= Self.rowsNeeded else {
                let need =
                    switch head {
                    case .declines: "refusal or partial_refusal, and compliance"
                    case .partial: "partial_refusal, and refusal"
                    case .unsafe: "unsafe, and safe"
                    }
                throw .noLabels(need: "at least \(Self.rowsNeeded) rows each with the label \(need)")
            }
        }
    }

    private func model(
        _ head: ClassifierWeights.Head, _ samples: [Sample], where isIncluded: (Sample) -> Bool = { _ in true }
    ) -> LogisticTrainer.Model {
        trainer(head).model(
            of: samples.compactMap { sample in
                guard isIncluded(sample), let truth = sample.truth(head) else { return nil }
                return LogisticTrainer.Row(
                    features: sample.features, isPositive: truth, weight: head == .unsafe ? sample.harmWeight : 1)
            })
    }

    /// The head `unsafe` goes on to the optimum, because its penalty, not an early end, keeps it from the sets' own words.
    private func trainer(_ head: ClassifierWeights.Head) -> LogisticTrainer {
        guard head == .unsafe else { return LogisticTrainer(regularisation: regularisation, iterations: iterations) }
        return LogisticTrainer(regularisation: harmRegularisation, iterations: iterations * 5, tolerance: 1e-6)
    }

    /// The rows with what they count in the head `unsafe`.
    private func weighted(_ samples: [Sample]) -> [Sample] {
        let sets = samples.filter { $0.truth(.unsafe) != nil }.map(\.labelled.set)
        let sizes = Dictionary(sets.map { ($0, 1.0) }, uniquingKeysWith: +)
        return samples.map { sample in
            guard let size = sizes[sample.labelled.set] else { return sample }
            var sample = sample
            let isPresumed = sample.labelled.truth == .compliance && sample.labelled.promptLabel != .unsafe
            sample.harmWeight = Double(sets.count) / (Double(sizes.count) * size) * (isPresumed ? presumedWeight : 1)
            return sample
        }
    }

    /// For every row with a label, the logit of a model that has not seen its group.
    private func heldOutLogits(_ head: ClassifierWeights.Head, _ samples: [Sample]) -> [Double?] {
        var logits = [Double?](repeating: nil, count: samples.count)
        for fold in 0..<folds {
            let model = model(head, samples) { $0.fold(of: folds) != fold }
            for (row, sample) in samples.enumerated()
            where sample.truth(head) != nil && sample.fold(of: folds) == fold {
                logits[row] = model.logit(sample.features)
            }
        }
        return logits
    }

    private func calibration(
        _ head: ClassifierWeights.Head, _ samples: [Sample], logits: [Double?]
    ) -> ClassifierWeights.Calibration {
        PlattScaling.fit(
            zip(samples, logits).compactMap { sample, logit in
                guard let logit, let truth = sample.truth(head) else { return nil }
                return PlattScaling.Row(logit: logit, isPositive: truth)
            })
    }

    /// A row with its features.
    struct Sample {
        let labelled: LabelledResponse
        let features: ResponseFeatures
        /// What it counts in the head `unsafe`.
        var harmWeight = 1.0

        init(_ labelled: LabelledResponse) {
            self.labelled = labelled
            features = ResponseFeatures(prompt: labelled.prompt, response: labelled.response)
        }

        /// The label for a head; nil when the row does not train it.
        func truth(_ head: ClassifierWeights.Head) -> Bool? {
            switch head {
            case .declines: labelled.declines
            case .partial: labelled.declines == true ? labelled.truth == .partial : nil
            case .unsafe:
                if let isUnsafe = labelled.isUnsafe {
                    isUnsafe
                } else if labelled.declines == true {
                    false
                } else if labelled.truth == .compliance, labelled.promptLabel == .unsafe {
                    true
                } else if labelled.truth == .compliance, labelled.isSafeIfComplying {
                    false
                } else {
                    nil
                }
            }
        }

        func fold(of count: Int) -> Int { Folds.fold(of: labelled.group, count: count) }
    }
}

/// Splits rows by group.
package enum Folds {
    /// The part that a group belongs to, 0 ..< `count`, whatever the order of rows.
    package static func fold(of group: String, count: Int) -> Int {
        Int(StableHash.of(group, seed: 2024) % UInt64(count))
    }
}
