import Oracles
import Records

/// Compares an oracle with the human labels of a file.
package struct OracleEvaluating {
    /// How it did.
    package struct Outcome: Sendable {
        /// Name of the oracle.
        package let oracle: String
        /// Responses in the file.
        package let rows: Int
        /// How long labelling took.
        package let seconds: Double
        /// What the calls of a judge cost; nil without one.
        package let spent: CallCount?
        /// The figures of each kind of label that the file has.
        package let evaluations: [OracleEvaluation]
    }

    private let responses: [LabelledResponse]
    private let axes: [LabelAxis]

    /// Reads the file.
    ///
    /// - Throws: ``LabelError``, also for a file without any label that can be compared.
    package init(of file: String) throws {
        let responses = try LabelledFile(file).rows()
        axes = LabelAxis.allCases.filter { axis in responses.contains { axis.truth(of: $0) != nil } }
        self.responses = responses
        guard !axes.isEmpty else {
            throw LabelError.noLabels(
                need: "none of the labels is refusal, partial_refusal, compliance, safe or unsafe")
        }
    }

    /// Labels every response, and compares.
    ///
    /// - Parameters:
    ///   - request: the oracle
    ///   - folds: parts of a cross-validation, for each of which the classifier is trained again; nil trains nothing
    ///   - trainAlso: files with further rows to train every part on
    ///   - resamples: bootstrap resamples for each interval
    ///   - notice: hears how training comes along
    /// - Throws: ``OracleError``, ``WeightsError``, ``ChatError``, ``ConfigurationError`` or ``LabelError``.
    package func outcome(
        _ request: LabellingRequest, folds: Int?, trainAlso: [String], resamples: Int, notice: @escaping NoticeSink
    ) async throws -> Outcome {
        let session = try await OracleSession(request, notice: notice)
        let clock = ContinuousClock()
        let start = clock.now
        let labels: [ResponseLabel]
        if let folds {
            labels = try await crossValidated(folds: folds, trainAlso: trainAlso, notice: notice)
        } else {
            labels = try await session.labels(responses)
        }
        let seconds = start.duration(to: clock.now).seconds
        let bootstrap = Bootstrap(samples: resamples, seed: request.settings.seed)
        return Outcome(
            oracle: session.oracle.name, rows: responses.count, seconds: seconds, spent: session.spent,
            evaluations: axes.compactMap { OracleEvaluation($0, responses, labels, bootstrap: bootstrap) })
    }

    private func crossValidated(
        folds: Int, trainAlso: [String], notice: @escaping NoticeSink
    ) async throws -> [ResponseLabel] {
        var trainer = ClassifierTrainer()
        trainer.required = Set(axes.map { $0 == .refusal ? .declines : .unsafe })
        trainer.progress = { notice(.progress($0)) }
        let extra = try trainAlso.flatMap { try LabelledFile($0).rows() }
        return try await CrossValidation(folds: folds, trainer: trainer).labels(responses, trainingAlsoOn: extra)
    }
}
