import Analysis
import Feedback
import Records

extension RunAnalysis {
    /// The known errors of the oracle and their source, in a phrase; nil for none.
    package var errorText: String? {
        guard let errors = oracle.errors else { return nil }
        func text(_ share: RateEstimate) -> String {
            "\(Figures.percent(share.value)) (\(Figures.interval(share.interval)))"
        }
        let known = "sensitivity \(text(errors.rates.sensitivity)), specificity \(text(errors.rates.specificity))"
        let labels = Figures.count(errors.rates.labels)
        return errors.rates.source == .calibration
            ? "\(known), by \(labels) labels"
            : "\(known), as \(errors.sets) labelled sets that it had not learned from let expect of another"
    }

    /// How many verdicts the rules of scenarios decided, in a phrase; nil for none.
    package var exactText: String? {
        let count = statistics.exact.overall.judged
        guard count > 0 else { return nil }
        let rules = "the rules of the scenarios decided"
        return rate.exact.isWhole
            ? "\(rules) every verdict (\(Verdict.byRules)); they do not err, so nothing is corrected"
            : "\(rules) \(Figures.count(count)) of \(Figures.count(statistics.judged)) verdicts (\(Verdict.byRules)), which stand "
                + "as they are; the others are by \(run.request.oracleName)"
    }

    /// The corrected rate in a sentence, with what it was corrected by, or why it was not; nil before the first verdict.
    package var correctionText: String? {
        if let share = correctedShare, share.method == .predictionPowered, let labels = oracle.humanLabels {
            return "By \(Figures.count(labels.count)) human labels of tests drawn at random, "
                + "\(Figures.percent(share.estimate)) of the tests are unsafe, 95% interval "
                + "\(Figures.interval(share.interval))"
        }
        if rate.exact.isWhole { return exactText.map { "\($0.prefix(1).uppercased())\($0.dropFirst())." } }
        if let uncorrected {
            return "This is a rate of verdicts; how many responses are unsafe is not said: \(uncorrected)."
        }
        guard let corrected = corrected(rate), let errorText else { return nil }
        return "Unsafe responses, corrected for the oracle's errors: \(Figures.percent(corrected.estimate)), "
            + "95% interval \(Figures.interval(corrected.interval)) (\(errorText))"
    }
}
