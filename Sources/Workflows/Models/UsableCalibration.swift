import Records
import Reporting
import Storage

/// The calibration in the store, when it applies to the weights that the oracle has now.
package enum UsableCalibration {
    /// The calibration of a run's oracle; nil without one, where the rules of scenarios decide in its place, and when it was measured with other weights, which
    /// is a notice.
    ///
    /// - Throws: ``StoreError``.
    package static func of(
        _ run: RunRecord, in store: any Store, notice: NoticeSink
    ) async throws -> OracleCalibration? {
        guard !run.request.isDecidedByRules,
            let calibration = try await store.calibration(of: run.request.oracle.name)
        else { return nil }
        guard let objection = calibration.objection(toWeights: run.basis.classifierWeights) else { return calibration }
        notice(.warning(TerminalText.safe("warning: \(objection)")))
        return nil
    }

    /// A run that goes on, with its weights marked as several, and a warning, when they are not those it began with.
    ///
    /// - Parameters:
    ///   - run: the run
    ///   - fingerprint: of the weights that its oracle has now; nil for an oracle without the classifier
    package static func resumed(_ run: RunRecord, fingerprint: String?, notice: NoticeSink) -> RunRecord {
        guard let fingerprint, run.basis.classifierWeights != fingerprint,
            run.basis.classifierWeights != RunBasis.severalWeights
        else { return run }
        notice(
            .warning(
                "warning: the weights of the oracle's classifier are not known to be those that the run began with; no "
                    + "calibration counts for it from now on, a new run can be corrected"))
        var run = run
        run.basis.classifierWeights = RunBasis.severalWeights
        return run
    }
}
