import ChatModels
import Environments
import Execution
import Pipeline
import Records
import SafetyGrid

extension StageAssembly {
    func scenarios(_ folder: SeedFolder) throws -> ScenarioGrid? {
        grid.position(of: .scenario) == nil
            ? nil
            : try ScenarioGrid(
                grid, library: try ScenarioLibrary.load(from: folder.path),
                channels: request.conversation.channels)
    }

    /// The planner of the conversations; nil for a grid of single prompts.
    func conversations(
        _ folder: SeedFolder, _ scenarios: ScenarioGrid?, _ executor: Executor, _ models: ModelFactory,
        _ prices: PriceList?, _ spending: Spending
    ) throws -> ConversationPlanner? {
        guard hasConversations else { return nil }
        let asked = request.conversation
        func writer(_ name: String?, _ address: String?, _ role: ModelRole) throws -> (any ChatModel)? {
            try name.map {
                helper(
                    WatchedModel(try models.model($0, baseURL: address)), role, nil, address: address, prices: prices,
                    spending: spending)
            }
        }
        var parts = ConversationPlanner.Parts()
        if let turns = asked.maxTurns { parts.limits.turns = turns }
        if let calls = asked.maxCalls { parts.limits.calls = calls }
        parts.depth = asked.depth
        parts.isControlled = asked.control == true
        parts.attacker = try writer(asked.attacker, asked.attackerBaseURL, .attacker)
        parts.branches = asked.branches ?? 1
        parts.width = asked.width
        parts.user = try writer(asked.user, asked.userBaseURL, .user)
        parts.seed = request.seed
        parts.programs = request.programs
        parts.scenarios = scenarios
        let isOutside = ["http/", "process/"].contains { request.target.model.hasPrefix($0) }
        if scenarios != nil, isOutside { parts.outside = OutsideAgents(calls: parts.limits.calls) }
        return try ConversationPlanner(
            grid: grid, library: try StrategyLibrary(seeds: folder.path), parts: parts, executor: executor)
    }
}
