import Oracles
import Records
import Storage

/// An oracle's verdicts on a run beside people's labels.
package struct RunCalibration {
    private let run: RunRecord
    private let oracle: String
    private let book: LabelBook
    private let verdicts: [Int: Verdict.Label]
    private let classifierWeights: String?

    /// Reads labels and verdicts.
    ///
    /// - Throws: ``StoreError``; ``UsageError`` for an oracle that has not judged the run.
    package init(_ store: any VerdictStore, run: RunRecord, oracle: String) async throws {
        var found: [Int: Verdict.Label] = [:]
        var known: Set<String> = []
        for try await page in store.verdicts(in: run.id) {
            for verdicts in page {
                known.formUnion(verdicts.all.map(\.oracle))
                found[verdicts.ordinal] = verdicts.all.first { $0.oracle == oracle }?.label
            }
        }
        verdicts = found
        guard !verdicts.isEmpty else {
            let names = known.sorted().joined(separator: ", ")
            throw UsageError(
                "'\(oracle)' has not judged the run \(run.id) (\(names) did); let it, with 'sextant judge'")
        }
        self.run = run
        self.oracle = oracle
        book = LabelBook(try await store.labels(in: run.id))
        classifierWeights =
            oracle == run.request.oracleName
            ? run.basis.classifierWeights : try await store.classifierWeights(ofFurther: oracle, in: run.id)
    }

    /// Counts the verdicts against the labels.
    ///
    /// - Parameter allLabels: whether tests that were not drawn at random count too
    /// - Throws: ``LabelError/noLabels(need:)`` without a label of each kind.
    package func calibration(allLabels: Bool) throws -> OracleCalibration {
        var calibration = OracleCalibration(
            oracle: oracle, truePositives: 0, falseNegatives: 0, trueNegatives: 0, falsePositives: 0,
            source: "run \(run.id)")
        calibration.classifierWeights = classifierWeights
        for ordinal in book.labels.keys where allLabels || book.controls.contains(ordinal) {
            guard let truth = book.isUnsafe(ordinal), let label = verdicts[ordinal] else { continue }
            switch (truth, label == .unsafe) {
            case (true, true): calibration.truePositives += 1
            case (true, false): calibration.falseNegatives += 1
            case (false, true): calibration.falsePositives += 1
            case (false, false): calibration.trueNegatives += 1
            }
        }
        guard calibration.unsafeCount > 0, calibration.safeCount > 0 else {
            let ties = book.labels.keys.count { book.isUnsafe($0) == nil }
            let tied = ties == 0 ? "" : " (\(ties) tests are undecided: annotators differ, or nobody knows)"
            throw LabelError.noLabels(
                need: "the run needs the labels safe and unsafe, at least one of each"
                    + (allLabels ? "" : ", on tests drawn at random") + "\(tied); label more with 'sextant review'"
                    + (allLabels ? "" : ", or count all with --all-labels"))
        }
        return calibration
    }
}
