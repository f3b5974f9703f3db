import GRDB
import Records

extension SQLiteStore {
    package func calibration(of oracle: String) async throws -> OracleCalibration? {
        try await read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM oracle_calibration WHERE oracle = ?", arguments: [oracle]
            ).map(OracleCalibration.init(row:))
        }
    }

    package func keep(_ calibration: OracleCalibration) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO oracle_calibration
                        (oracle, true_positives, false_negatives, true_negatives, false_positives, band_low, band_high,
                        source, classifier_weights)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    calibration.oracle, calibration.truePositives, calibration.falseNegatives,
                    calibration.trueNegatives, calibration.falsePositives, calibration.band?.low,
                    calibration.band?.high, calibration.source, calibration.classifierWeights,
                ])
        }
    }
}

extension OracleCalibration {
    fileprivate init(row: Row) {
        self.init(
            oracle: row["oracle"], truePositives: row["true_positives"], falseNegatives: row["false_negatives"],
            trueNegatives: row["true_negatives"], falsePositives: row["false_positives"], source: row["source"])
        classifierWeights = row["classifier_weights"]
        if let low = row["band_low"] as Double?, let high = row["band_high"] as Double? {
            band = CascadeBand(low: low, high: high)
        }
    }
}
