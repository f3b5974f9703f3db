import GRDB
import PostgreSQL
import Records

extension PostgresStore: CalibrationStore {
    package func calibration(of oracle: String) async throws -> OracleCalibration? {
        try await read("SELECT * FROM oracle_calibration WHERE oracle = $1", [oracle]).records.first
            .map(OracleCalibration.init(stored:))
    }

    package func keep(_ calibration: OracleCalibration) async throws {
        let columns = [
            "true_positives", "false_negatives", "true_negatives", "false_positives", "band_low", "band_high", "source",
            "classifier_weights",
        ]
        try await write(
            """
            INSERT INTO oracle_calibration (oracle, \(columns.joined(separator: ", ")))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (oracle) DO UPDATE SET \(columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
            """,
            [
                calibration.oracle, calibration.truePositives, calibration.falseNegatives, calibration.trueNegatives,
                calibration.falsePositives, calibration.band?.low, calibration.band?.high, calibration.source,
                calibration.classifierWeights,
            ])
    }

    package func weights(of jury: String) async throws -> JuryWeights? {
        let rows = try await read("SELECT * FROM jury_weights WHERE jury = $1 ORDER BY number DESC LIMIT 1", [jury])
        return try decode { try rows.records.first.map(JuryWeights.init(stored:)) }
    }

    package func keep(_ weights: JuryWeights) async throws {
        try await write(
            "INSERT INTO jury_weights (jury, weights, method, count, time) VALUES ($1, $2, $3, $4, $5)",
            [
                weights.jury, try JSONColumn.text(of: weights.weights), weights.method.rawValue, weights.count,
                weights.time,
            ])
    }
}
