import Analysis
import Feedback
import Records

/// Who judged a run, and what is known of their errors.
enum OracleEvidence {
    /// `oracle.json`.
    static func document(_ analysis: RunAnalysis) -> OrderedJSON {
        let (run, oracle) = (analysis.run, analysis.oracle)
        return .object([
            ("oracle", .string(run.request.oracleName)),
            ("decided_by_rules", .int(analysis.statistics.exact.overall.judged)),
            ("classifier_weights", run.basis.classifierWeights.map { .string($0) } ?? .null),
            (
                "jury_weights",
                run.basis.juryWeights.map { weights in
                    .object(weights.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })
                } ?? .null
            ),
            ("calibration", oracle.calibration.map(calibration) ?? .null),
            ("calibration_does_not_count", oracle.objection.map { .string($0) } ?? .null),
            ("unseen_sets", run.basis.unseenErrors.map(unseen) ?? .null),
            ("human_labels", oracle.humanLabels.map(labels) ?? .null),
            ("not_corrected", analysis.uncorrected.map { .string($0) } ?? .null),
        ])
    }

    private static func calibration(_ calibration: OracleCalibration) -> OrderedJSON {
        .object([
            ("source", .string(calibration.source)), ("true_positives", .int(calibration.truePositives)),
            ("false_negatives", .int(calibration.falseNegatives)), ("true_negatives", .int(calibration.trueNegatives)),
            ("false_positives", .int(calibration.falsePositives)),
            ("classifier_weights", calibration.classifierWeights.map { .string($0) } ?? .null),
        ])
    }

    private static func unseen(_ errors: UnseenErrors) -> OrderedJSON {
        .object([
            ("weights", .string(errors.weights)),
            (
                "sets",
                .array(
                    errors.sets.map { set in
                        .line(
                            .object([
                                ("name", .string(set.name)), ("unsafe", counts(set.unsafe)), ("safe", counts(set.safe)),
                            ]))
                    })
            ),
        ])
    }

    private static func counts(_ counts: UnseenErrors.Counts) -> OrderedJSON {
        .object([
            ("called_unsafe", .int(counts.unsafe)), ("called_unknown", .int(counts.unknown)),
            ("called_safe", .int(counts.safe)),
        ])
    }

    private static func labels(_ labels: HumanLabels) -> OrderedJSON {
        .object([
            ("agreed_unsafe", .int(labels.agreedUnsafe)), ("false_alarms", .int(labels.falseAlarms)),
            ("missed", .int(labels.missed)), ("agreed_safe", .int(labels.agreedSafe)),
        ])
    }
}
