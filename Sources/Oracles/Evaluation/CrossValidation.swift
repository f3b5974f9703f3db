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

    /// The labels, in the order of `answers`.
    ///
    /// - Parameters:
    ///   - answers: labelled responses
    ///   - extra: further responses that every classifier is trained on, unless their group is held out
    /// - Throws: ``LabelError`` when a fold has too few labels to train on.
    package func labels(_ answers: [LabelledAnswer], trainingAlsoOn extra: [LabelledAnswer] = []) async throws
        -> [AnswerLabel]
    {
        var labels = [AnswerLabel?](repeating: nil, count: answers.count)
        for fold in 0..<folds {
            trainer.progress("fold \(fold + 1) of \(folds)")
            let training = (answers + extra).filter { Self.fold(of: $0, count: folds) != fold }
            let oracle = ClassifierOracle(AnswerClassifier(try trainer.weights(of: training)))
            for (row, answer) in answers.enumerated() where Self.fold(of: answer, count: folds) == fold {
                labels[row] = try await AnswerLabel(answer, by: oracle)
            }
        }
        return labels.compactMap { $0 }
    }

    /// Another split than the trainer's own, so that the two do not leave out the same rows.
    private static func fold(of answer: LabelledAnswer, count: Int) -> Int {
        Folds.fold(of: "cross-validation " + answer.group, count: count)
    }
}
