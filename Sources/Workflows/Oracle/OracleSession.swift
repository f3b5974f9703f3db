import ChatModels
import Foundation
import Foundations
import Oracles
import Records
import SafetyGrid
import Storage

/// An oracle at work on a file of responses, with the cost of its judge.
package struct OracleSession: Sendable {
    /// The oracle.
    package let oracle: any Oracle
    private let meter: Locked<CallCount>?

    /// Makes the oracle; nothing is asked yet.
    ///
    /// - Throws: ``OracleError``, ``WeightsError``, ``ChatError``, ``ConfigurationError`` or ``UsageError``.
    package init(_ request: LabellingRequest, notice: @escaping NoticeSink) async throws {
        var list = try? PriceList(seeds: request.places.seedFolder().path)
        list?.estimates = EstimatedCosts { notice(.warning($0)) }
        let prices = list
        let counts = Locked(CallCount())
        let models = try request.models(notice: notice)
        let metered = { (model: any ChatModel) in
            MeteredModel(model, role: .judge, prices: prices) { call in counts.withLock { $0.add(call) } }
        }
        meter = models.judge == nil && models.guardian == nil ? nil : counts
        oracle = try request.oracle(
            judge: models.judge.map(metered), guardian: models.guardian.map(metered),
            juryWeights: try await Self.juryWeights(request.settings, request.places))
    }

    /// The weights that the jury's members learned from people's labels; nil for another oracle, or before anything was
    /// learned.
    private static func juryWeights(_ request: RunRequest, _ places: Places) async throws -> [String: Double]? {
        guard request.oracle.kind == "jury", !places.store.isMissing else { return nil }
        return try await places.store.openForReading().weights(of: request.oracle.name)?.weights
    }

    /// The cost of the judge's calls until now; nil for an oracle without a judge.
    package var spent: CallCount? { meter?.withLock { $0 } }

    /// The label of every response.
    ///
    /// - Throws: the oracle's error.
    package func labels(_ responses: [LabelledResponse]) async throws -> [ResponseLabel] {
        let oracle = oracle
        let workers = max(oracle.concurrency, ProcessInfo.processInfo.activeProcessorCount)
        return try await ResponseLabels.labels(responses, workers: workers) { try await ResponseLabel($0, by: oracle) }
    }
}

/// Number and cost of calls.
package struct CallCount: Sendable, Equatable {
    /// Replies that came.
    package private(set) var calls = 0
    /// US dollars; nil when a call had no price.
    package private(set) var cost: Double? = 0

    /// Counts a call.
    mutating func add(_ call: ModelCall) {
        calls += 1
        cost = cost.flatMap { sum in call.cost.map { sum + $0 } }
    }
}
