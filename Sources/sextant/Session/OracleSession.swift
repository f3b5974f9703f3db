import ChatModels
import Foundation
import Oracles
import SafetyGrid

/// An oracle at work on a file of answers, with what its judge costs.
struct OracleSession {
    let oracle: any Oracle
    private let meter: MeteredModel?

    /// Makes the oracle of a command.
    ///
    /// - Throws: ``OracleError``, ``WeightsError``, ``ChatError``, ``SeedError`` or ``UsageError``.
    init(_ options: OracleOptions, _ places: Places, _ file: ConfigurationFile) throws {
        let prices = try? PriceList(seeds: places.seedFolder().path)
        let meter = try options.judgeModel(places, file).map { MeteredModel($0, prices: prices) }
        self.meter = meter
        oracle = try options.make(places, judge: meter)
    }

    /// What the judge's calls cost until now; nil for an oracle without a judge.
    var spent: MeteredModel.Spent? { meter?.spent }

    /// The label of every answer.
    ///
    /// - Throws: the oracle's error.
    func labels(_ answers: [LabelledAnswer]) async throws -> [AnswerLabel] {
        let oracle = oracle
        let workers = max(oracle.concurrency, ProcessInfo.processInfo.activeProcessorCount)
        return try await AnswerLabels.labels(answers, workers: workers) { try await AnswerLabel($0, by: oracle) }
    }
}
