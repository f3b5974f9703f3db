import ChatModels
import Foundation
import Foundations
import Records
import SafetyGrid

extension RunRequest {
    /// The prices; nil when the seeds have none.
    ///
    /// - Parameters:
    ///   - folder: the seeds
    ///   - isTargetAsked: whether the target's price is needed under a cap, too
    ///   - notice: takes a line about a model whose costs are estimated
    /// - Throws: ``ConfigurationError``, or ``UsageError`` for a cost cap that could never be reached.
    func prices(
        in folder: SeedFolder, isTargetAsked: Bool, notice: @escaping @Sendable (String) -> Void
    ) throws -> PriceList? {
        let file = "\(folder.path)/prices.yaml"
        var list = FileManager.default.fileExists(atPath: file) ? try PriceList(seeds: folder.path) : nil
        list?.estimates = EstimatedCosts(notice: notice)
        guard limits.maxCost ?? league?.maxCost != nil else { return list }
        let helpers = [
            oracle.judge, oracle.guardModel,
            ProgramName.isOne(generator.model) ? nil : generator.model,
            conversation.attacker, conversation.user,
        ].compactMap(\.self)
            .filter { $0.contains("/") && !$0.hasPrefix("simulated/") && !$0.hasPrefix(GeneratorRequest.itemPrefix) }
        for model in (isTargetAsked ? [target.model] : []) + helpers {
            guard list?.cost(of: TokenUsage(input: 0, output: 0), model: model) == nil else { continue }
            throw UsageError(
                "--max-cost needs the price of '\(model)', which is not in Seeds/prices.yaml (\(file)); "
                    + "add it there, or use --max-tokens")
        }
        return list
    }
}
