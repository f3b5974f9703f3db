import Records
import RunStore
import SafetyGrid
import TestSupport
import Testing

@testable import Workflows

@Suite("The calibration that applies")
struct UsableCalibrationTests {
    private func run(weights: String?) throws -> RunRecord {
        var run = RunRecord.sample(grid: try Sample.smallGrid())
        run.basis.classifierWeights = weights
        return run
    }

    @Test("one that was measured with the same weights applies, any other is a warning", arguments: ["w1", "w2", nil])
    func weights(_ weights: String?) async throws {
        let runs = try StoredRuns()
        var calibration = OracleCalibration(
            oracle: "builtin", truePositives: 9, falseNegatives: 1, trueNegatives: 8, falsePositives: 2,
            source: "labels")
        calibration.classifierWeights = "w1"
        try await runs.store.keep(calibration)
        let notices = Notices()
        let found = try await UsableCalibration.of(
            run(weights: weights), in: runs.store, notice: notices.hear)
        #expect(found == (weights == "w1" ? calibration : nil))
        guard weights != "w1" else { return #expect(notices.all.isEmpty) }
        guard case .warning(let text)? = notices.all.first, notices.all.count == 1 else {
            Issue.record("\(notices.all)")
            return
        }
        #expect(text.hasPrefix("warning: the calibration of the oracle 'builtin' does not count"))
    }

    @Test("without a calibration nothing is said")
    func none() async throws {
        let runs = try StoredRuns()
        let notices = Notices()
        let found = try await UsableCalibration.of(
            run(weights: "w1"), in: runs.store, notice: notices.hear)
        #expect(found == nil && notices.all.isEmpty)
    }

    @Test(
        "a run that goes on with other weights is marked and warned of, once",
        arguments: [
            ("w1", "w1", "w1", false), ("w1", "w2", RunBasis.severalWeights, true),
            (nil, "w2", RunBasis.severalWeights, true), ("w1", nil, "w1", false),
            (RunBasis.severalWeights, "w2", RunBasis.severalWeights, false),
        ] as [(String?, String?, String, Bool)])
    func resumed(_ begun: String?, _ now: String?, _ kept: String, _ isWarned: Bool) throws {
        let notices = Notices()
        let run = UsableCalibration.resumed(try run(weights: begun), fingerprint: now, notice: notices.hear)
        #expect(run.basis.classifierWeights == kept)
        #expect(notices.all.count == (isWarned ? 1 : 0))
    }
}
