import Foundations
import Records

/// Finds the scenarios that a conversation may be about, by its tools and by the task in what the user said.
struct TaskIndex: Sendable {
    private let library: ScenarioLibrary
    private let written: [String: [Scenario]]
    private let environments: [Set<String>: ToolEnvironment]
    /// Composed when they are first looked for: most runs have none.
    private let composed = Locked<[String: [Scenario]]?>(nil)

    init(_ library: ScenarioLibrary) {
        self.library = library
        written = Dictionary(grouping: library.scenarios, by: \.environment)
        environments = Dictionary(
            library.environments.map { (Set($0.tools.map(\.name)), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The environment that has just these tools.
    func environment(of tools: [ToolDefinition]) -> ToolEnvironment? {
        environments[Set(tools.map(\.name))]
    }

    /// The scenarios whose task stands in what the user said, all with the same task: the longest there is.
    func scenarios(in environment: ToolEnvironment, said: [String]) -> [Scenario] {
        let own = Self.longest(written[environment.id] ?? [], said)
        return own.isEmpty ? Self.longest(composed(in: environment.id), said) : own
    }

    private static func longest(_ scenarios: [Scenario], _ said: [String]) -> [Scenario] {
        let fitting = scenarios.filter { scenario in said.contains { $0.holds(scenario.task) } }
        guard let longest = fitting.max(by: { $0.task.utf8.count < $1.task.utf8.count }) else { return [] }
        return fitting.filter { $0.task == longest.task }
    }

    private func composed(in environment: String) -> [Scenario] {
        composed.withLock { known in
            // A risk that does not fit is told where scenarios are chosen.
            let all = known ?? Dictionary(grouping: (try? library.composed()) ?? [], by: \.environment)
            known = all
            return all[environment] ?? []
        }
    }
}
