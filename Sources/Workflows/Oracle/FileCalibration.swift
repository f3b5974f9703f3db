import Foundation
import Oracles
import Records
import Storage

/// Measures an oracle's errors by a file of labelled responses.
package struct FileCalibration {
    private let file: String
    private let request: LabellingRequest
    private let notice: NoticeSink
    private let responses: [LabelledResponse]

    /// Reads the file.
    ///
    /// - Throws: ``LabelError``, also for a file without both labels.
    package init(of file: String, by request: LabellingRequest, notice: @escaping NoticeSink) throws {
        self.file = file
        self.request = request
        self.notice = notice
        responses = try LabelledFile(file).rows().filter { $0.isUnsafe != nil }
        guard responses.contains(where: { $0.isUnsafe == true }), responses.contains(where: { $0.isUnsafe == false })
        else {
            throw LabelError.noLabels(need: "calibration needs the labels safe and unsafe, at least one of each")
        }
    }

    /// Labels every response, and counts the verdicts against the labels.
    ///
    /// - Parameter maxLoss: accuracy that a cascade may lose against its judge, 0 to 1
    /// - Returns: the counts, and for a cascade when its judge is asked
    /// - Throws: ``OracleError``, ``WeightsError``, ``ChatError``, ``ConfigurationError`` or ``LabelError``.
    package func calibration(maxLoss: Double) async throws -> (OracleCalibration, CascadePlan?) {
        guard request.settings.oracle.kind == "cascade" else {
            let session = try await OracleSession(request, notice: notice)
            let verdicts = try await session.labels(responses).map { $0.isUnsafe ?? false }
            return (calibration(of: session.oracle.name, verdicts, band: nil), nil)
        }
        return try await cascade(maxLoss)
    }

    /// Keeps the counts in the store, for runs with the same oracle and weights.
    ///
    /// - Throws: ``StoreError``; ``WeightsError`` or ``ConfigurationError`` for weights that can't be read.
    package func keep(_ calibration: OracleCalibration) async throws {
        var calibration = calibration
        calibration.classifierWeights = try request.fingerprint()
        try await request.places.store.openForWriting().keep(calibration)
    }

    /// Asks classifier and judge about every response, and plans with both.
    private func cascade(_ maxLoss: Double) async throws -> (OracleCalibration, CascadePlan?) {
        let name = try await OracleSession(request, notice: notice).oracle.name
        let scores = try await OracleSession(request.asking("builtin"), notice: notice).labels(responses)
            .map { $0.unsafe ?? 0 }
        let judged = try await OracleSession(request.asking("judge"), notice: notice).labels(responses)
            .map { $0.isUnsafe ?? false }
        let rows = responses.indices.map {
            CascadePlan.Row(
                probability: scores[$0], judged: judged[$0], truth: responses[$0].isUnsafe ?? false)
        }
        guard let plan = CascadePlan.best(rows, maxLoss: maxLoss) else { throw LabelError.noRows(file: file) }
        let verdicts = rows.map { plan.band.asks($0.probability) ? $0.judged : $0.probability >= plan.band.high }
        return (calibration(of: name, verdicts, band: plan.band), plan)
    }

    private func calibration(of oracle: String, _ unsafe: [Bool], band: CascadeBand?) -> OracleCalibration {
        let counts = BinaryEvaluation(
            zip(responses, unsafe).map {
                BinaryEvaluation.Row(
                    truth: $0.isUnsafe ?? false, predicted: $1, probability: nil, group: $0.group)
            })
        var calibration = OracleCalibration(
            oracle: oracle, truePositives: counts.truePositives, falseNegatives: counts.falseNegatives,
            trueNegatives: counts.trueNegatives, falsePositives: counts.falsePositives,
            source: (file as NSString).lastPathComponent)
        calibration.band = band
        return calibration
    }
}
