/// Labels every response with a classifier that was trained without its group.
package struct CrossValidation: Sendable {
    /// Parts of the split, 2 or more.
    package let folds: Int
    /// Trains each classifier.
    package let trainer: ClassifierTrainer

    package init(folds: Int, trainer: ClassifierTrainer) {
        self.folds = folds
        self.trainer = trainer
    }

    /// The labels, in the order of `responses`.
    ///
    /// - Parameters:
    ///   - responses: labelled responses
    ///   - extra: further responses that every classifier is trained on, unless their group is held out
    /// - Throws: ``LabelError`` when a fold has too few labels to train on.
    package func labels(_ responses: [LabelledResponse], trainingAlsoOn extra: [LabelledResponse] = []) async throws
        -> [ResponseLabel]
    {
        var labels = [ResponseLabel?](repeating: nil, count: responses.count)
        for fold in 0..<folds {
            trainer.progress("fold \(fold + 1) of \(folds)")
            let training = (responses + extra).filter { Self.fold(of: $0, count: folds) != fold }
            let oracle = ClassifierOracle(ResponseClassifier(try trainer.weights(of: training)))
            for (row, labelled) in responses.enumerated() where Self.fold(of: labelled, count: folds) == fold {
                labels[row] = try await ResponseLabel(labelled, by: oracle)
            }
        }
        return labels.compactMap { $0 }
    }

    /// Another split than the trainer's own, so that the two do not leave out the same rows.
    private static func fold(of labelled: LabelledResponse, count: Int) -> Int {
        Folds.fold(of: "cross-validation " + labelled.group, count: count)
    }
}
