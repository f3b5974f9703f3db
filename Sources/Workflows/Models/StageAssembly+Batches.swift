import ChatModels
import Execution
import Foundation
import Pipeline
import Records

extension StageAssembly {
    /// The desk of a run with `--batch`; nil for one without.
    ///
    /// - Throws: ``UsageError`` for a role that no model has.
    func batchDesk(_ prices: PriceList?, _ spending: Spending) throws -> BatchDesk? {
        guard let roles = request.connection.batch, !roles.isEmpty else { return nil }
        let models: [BatchRole: String] = [
            .target: request.target.model, .judge: request.oracle.judge ?? "", .generator: request.generator.model,
        ]
        for role in roles where models[role]?.contains("/") != true || isNoModel(models[role] ?? "") {
            throw UsageError(
                "--batch \(role.rawValue): there is no model whose calls could go out in batches; give one with "
                    + "--\(role.rawValue) provider/model, or take '\(role.rawValue)' out of --batch")
        }
        let settings = BatchDesk.Settings(now: Self.now, makeName: Self.batchName)
        let allowance: @Sendable () async -> BatchAllowance? = { await spending.allowance }
        return BatchDesk(
            settings: settings, allowance: spending.isCapped ? allowance : nil,
            price: { role, usage in prices?.cost(of: usage, model: models[role] ?? "") }, notice: log)
    }

    @Sendable private static func now() -> Double { Date().timeIntervalSince1970 }

    /// A name that no other batch has.
    @Sendable private static func batchName() -> String {
        "sextant-" + String(UInt64.random(in: .min ... .max), radix: 16)
    }

    private func isNoModel(_ name: String) -> Bool {
        name.hasPrefix(GeneratorRequest.dataSetPrefix) || name.hasPrefix(GeneratorRequest.itemPrefix)
    }

    /// A model whose calls go out in batches, when those of its role do.
    ///
    /// - Parameter direct: the model as it is asked at once; nil for as it is
    /// - Throws: ``ChatError/configuration(model:problem:)`` for a model without a batch interface.
    func batched(
        _ model: any ChatModel, asked direct: (any ChatModel)? = nil, _ role: BatchRole, _ desk: BatchDesk?
    ) throws -> any ChatModel {
        guard let desk, request.connection.batch?.contains(role) == true else { return direct ?? model }
        return try BatchedModel(
            model, asked: direct, role: role, connections: request.connection.maxConnections, desk: desk)
    }

    /// Calls of a role at the same time: as many as a round has, where they go out in batches.
    func callsAtATime(of role: BatchRole, _ desk: BatchDesk?) -> Int {
        desk == nil ? request.connection.maxConnections : request.callsAtATime(of: role)
    }
}
