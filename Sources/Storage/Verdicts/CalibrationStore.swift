import Records

/// Keeps how oracles did on labelled responses, and how much each voice of a jury counts.
package protocol CalibrationStore: Sendable {
    /// How an oracle did on labelled responses; nil when it was not calibrated.
    func calibration(of oracle: String) async throws -> OracleCalibration?
    /// Keeps how an oracle did, in place of what was known before.
    func keep(_ calibration: OracleCalibration) async throws
    /// The voices of a jury as they were learned last; nil when none were.
    func weights(of jury: String) async throws -> JuryWeights?
    /// Keeps the voices of a jury; earlier ones stay on record.
    func keep(_ weights: JuryWeights) async throws
}
