import Records
import TestSupport
import Testing

@testable import RunStore

@Suite("calibrations in the store")
struct CalibrationTests {
    @Test("the newest of an oracle is kept, also for readers and after a restart")
    func kept() async throws {
        let folder = try TemporaryFolder()
        let path = folder("sextant.sqlite")
        var calibration = OracleCalibration(
            oracle: "builtin", truePositives: 90, falseNegatives: 10, trueNegatives: 98, falsePositives: 2,
            source: "labels.jsonl")
        do {
            let store = try SQLiteStore.openForWriting(path)
            #expect(try await store.calibration(of: "builtin") == nil)
            try await store.keep(calibration)
            calibration.truePositives = 91
            calibration.band = CascadeBand(low: 0.1, high: 0.75)
            try await store.keep(calibration)
            #expect(try await store.calibration(of: "judge:x") == nil)
        }
        let reader = try SQLiteStore.openForReading(path)
        #expect(try await reader.calibration(of: "builtin") == calibration)
    }

    @Test("counts below zero are refused")
    func negative() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
        let broken = OracleCalibration(
            oracle: "o", truePositives: -1, falseNegatives: 0, trueNegatives: 0, falsePositives: 0, source: "")
        await #expect(throws: StoreError.self) { try await store.keep(broken) }
    }
}
