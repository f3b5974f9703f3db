import GRDB
import Records

extension SQLiteStore: CalibrationStore {
    package func calibration(of oracle: String) async throws -> OracleCalibration? {
        try await read { database in
            try OracleCalibration.fetchOne(
                database, sql: "SELECT * FROM oracle_calibration WHERE oracle = ?", arguments: [oracle])
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

    package func weights(of jury: String) async throws -> JuryWeights? {
        try await read { database in
            try JuryWeights.fetchOne(
                database, sql: "SELECT * FROM jury_weights WHERE jury = ? ORDER BY number DESC LIMIT 1",
                arguments: [jury])
        }
    }

    package func keep(_ weights: JuryWeights) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: "INSERT INTO jury_weights (jury, weights, method, count, time) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    weights.jury, try JSONColumn.text(of: weights.weights), weights.method.rawValue, weights.count,
                    weights.time,
                ])
        }
    }
}

extension JuryWeights: FetchableRecord {
    package init(row: Row) throws {
        try self.init(stored: row)
    }

    init(stored row: some StoredRow) throws {
        self.init(
            jury: row["jury"], weights: try JSONColumn.value([String: Double].self, from: row["weights"]),
            method: try row.word("method"), count: row["count"], time: row["time"])
    }
}

extension OracleCalibration: FetchableRecord {
    package init(row: Row) {
        self.init(stored: row)
    }

    init(stored row: some StoredRow) {
        self.init(
            oracle: row["oracle"], truePositives: row["true_positives"], falseNegatives: row["false_negatives"],
            trueNegatives: row["true_negatives"], falsePositives: row["false_positives"], source: row["source"])
        classifierWeights = row["classifier_weights"]
        if let low = row["band_low"] as Double?, let high = row["band_high"] as Double? {
            band = CascadeBand(low: low, high: high)
        }
    }
}
