import Environments
import Foundations
import Generation
import Records
import SafetyGrid

/// Hands out the tasks of scenarios as prompts. A task may be asked any number of times: what differs is what the target does.
package struct ScenarioPrompts: PromptGenerator {
    private let scenarios: ScenarioGrid
    private let grid: Grid

    /// `scenario`.
    package var name: String { "scenario" }
    /// 1: nothing is written.
    package var concurrency: Int { 1 }

    /// The tasks of a grid's scenarios.
    package init(_ scenarios: ScenarioGrid, grid: Grid) {
        self.scenarios = scenarios
        self.grid = grid
    }

    /// The cell's task, as often as it is asked for.
    package func prompts(
        for request: PromptRequest, novelty: any NoveltyFilter
    ) async throws -> [GeneratedPrompt] {
        let names = Dictionary(uniqueKeysWithValues: request.cell.map { ($0.dimension.rawValue, $0.value.id) })
        guard let cell = grid.cell(named: names) else { return [] }
        let scenario = scenarios.scenario(of: cell.id)
        let prompt = GeneratedPrompt(
            text: scenario.task,
            origin: ["generator": .string(name), "environment": .string(scenario.environment)])
        return Array(repeating: prompt, count: request.count)
    }
}
