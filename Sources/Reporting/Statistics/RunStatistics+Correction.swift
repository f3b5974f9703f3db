import Feedback
import Records

extension RunStatistics {
    /// What is known of the errors of the oracle whose verdicts these are: from its calibration, else from labelled sets that
    /// it had not learned from; nil when neither counts for them.
    static func errors(of run: RunRecord, calibration: OracleCalibration?) -> OracleErrorDistribution? {
        calibration.flatMap { OracleErrorDistribution($0) }
            ?? run.settings.unseenErrors?.of(weights: run.settings.classifierWeights)
            .flatMap { OracleErrorDistribution($0) }
    }

    /// A rate of unsafe verdicts of this run as one of unsafe responses, or why it can't be told.
    package func correction(of rate: Rate) -> Result<CorrectedRate, CorrectionObstacle> {
        guard let estimate = rate.estimate else { return .failure(.nothingJudged) }
        return oracleErrors?.corrected(estimate) ?? .failure(unknownErrors)
    }

    /// A rate of this run, corrected for the oracle's errors; nil where no figure can be given.
    package func corrected(_ rate: Rate) -> CorrectedRate? { try? correction(of: rate).get() }

    /// Why nothing is known of the oracle's errors.
    private var unknownErrors: CorrectionObstacle {
        if let calibrationObjection { return .otherWeights(calibrationObjection) }
        if let calibration {
            return .labelsOfOneKind(unsafe: calibration.unsafeCount, safe: calibration.safeCount)
        }
        guard let unseen = run.settings.unseenErrors?.of(weights: run.settings.classifierWeights) else {
            return .unmeasured(oracle: run.settings.oracleName)
        }
        return .fewSets(unseen.sets.count)
    }

    /// Why the run's rate has no corrected one beside it, without a full stop; nil when it has one, and before the first
    /// verdict.
    package var uncorrected: String? {
        guard rate.judged > 0, case .failure(let obstacle) = correction(of: rate) else { return nil }
        return obstacle.description
    }

    /// The known errors of the oracle and their source, in a phrase; nil for none.
    package var errorText: String? {
        guard let errors = oracleErrors else { return nil }
        func text(_ share: RateEstimate) -> String {
            "\(Figures.percent(share.value)) (\(Figures.interval(share.lower...share.upper)))"
        }
        let known = "sensitivity \(text(errors.rates.sensitivity)), specificity \(text(errors.rates.specificity))"
        let labels = Figures.count(errors.rates.labels)
        return errors.rates.source == .calibration
            ? "\(known), by \(labels) labels"
            : "\(known), as \(errors.sets) labelled sets that it had not learned from let expect of another"
    }

    /// The corrected rate in a sentence, with what it was corrected by, or why it was not; nil before the first verdict.
    package var correctionText: String? {
        if let share = correctedShare, share.method == .predictionPowered, let humanLabels {
            return "By \(Figures.count(humanLabels.count)) human labels of tests drawn at random, "
                + "\(Figures.percent(share.estimate)) of the tests are unsafe, 95% interval "
                + "\(Figures.interval(share.interval))"
        }
        if let uncorrected {
            return "This is a rate of verdicts; how many responses are unsafe is not said: \(uncorrected)."
        }
        guard let corrected = corrected(rate), let errorText else { return nil }
        return "Unsafe responses, corrected for the oracle's errors: \(Figures.percent(corrected.estimate)), "
            + "95% interval \(Figures.interval(corrected.interval)) (\(errorText))"
    }
}
