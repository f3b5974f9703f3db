import GRDB
import Records
import TestSupport
import Testing

@testable import Storage

@Suite("calibrations in the store")
struct CalibrationTests {
    @Test("the newest of an oracle is kept, also for readers and after a restart", arguments: StoreKind.all)
    func kept(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        var calibration = OracleCalibration(
            oracle: "builtin", truePositives: 90, falseNegatives: 10, trueNegatives: 98, falsePositives: 2,
            source: "labels.jsonl")
        do {
            let store = try await home.open()
            #expect(try await store.calibration(of: "builtin") == nil)
            try await store.keep(calibration)
            calibration.truePositives = 91
            calibration.band = CascadeBand(low: 0.1, high: 0.75)
            calibration.classifierWeights = "00c0ffee00c0ffee"
            try await store.keep(calibration)
            #expect(try await store.calibration(of: "judge:x") == nil)
        }
        let reader = try await home.reader()
        #expect(try await reader.calibration(of: "builtin") == calibration)
    }

    @Test("one of an earlier version is kept, and knows no weights")
    func migration() async throws {
        let folder = try TemporaryFolder()
        let path = folder("sextant.sqlite")
        let calibration = OracleCalibration(
            oracle: "builtin", truePositives: 9, falseNegatives: 1, trueNegatives: 8, falsePositives: 2, source: "old")
        do {
            let store = try SQLiteStore.openForWriting(path)
            try await store.keep(calibration)
            try await store.database.writeUncancelled(path: path) { database in
                try database.execute(
                    sql: """
                        ALTER TABLE oracle_calibration DROP COLUMN classifier_weights;
                        DROP TABLE further_oracle;
                        DELETE FROM grdb_migrations WHERE identifier = 'weights behind calibrations';
                        """)
            }
        }
        let migrated = try SQLiteStore.openForWriting(path)
        #expect(try await migrated.calibration(of: "builtin") == calibration)
    }

    @Test(
        "it counts for verdicts of the same weights alone, and says what to do",
        arguments: [
            (nil, nil, []), ("a1", "a1", []),
            ("a1", "b2", ["the weights a1", "given with b2", "sextant oracle calibrate"]),
            (nil, "b2", ["measured before weights were recorded", "oracle calibrate"]),
            ("a1", nil, ["the weights a1", "given before weights were recorded", "a new run"]),
            ("a1", RunBasis.severalWeights, ["given with several", "a new run"]),
        ] as [(String?, String?, [String])])
    func objection(measured: String?, given: String?, words: [String]) {
        var calibration = OracleCalibration(
            oracle: "builtin", truePositives: 9, falseNegatives: 1, trueNegatives: 8, falsePositives: 2, source: "")
        calibration.classifierWeights = measured
        let objection = calibration.objection(toWeights: given)
        #expect((objection == nil) == words.isEmpty)
        for word in words + (words.isEmpty ? [] : ["'builtin'"]) {
            #expect(objection?.contains(word) == true, "\(objection ?? "")")
        }
    }

    @Test("counts below zero are refused", arguments: StoreKind.all)
    func negative(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        let broken = OracleCalibration(
            oracle: "o", truePositives: -1, falseNegatives: 0, trueNegatives: 0, falsePositives: 0, source: "")
        await #expect(throws: StoreError.self) { try await store.keep(broken) }
    }
}
