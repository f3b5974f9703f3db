import Foundations
import Records

/// Finds the scenarios that a conversation may be about, by its tools and by the task in what the user said.
struct TaskIndex: Sendable {
    private let library: ScenarioLibrary
    private let written: [String: Shelf]
    private let environments: [Set<String>: ToolEnvironment]
    /// Composed when they are first looked for: most runs have none.
    private let composed = Locked<[String: Shelf]?>(nil)

    init(_ library: ScenarioLibrary) {
        self.library = library
        written = Self.shelves(library.scenarios)
        environments = Dictionary(
            library.environments.map { (Set($0.tools.map(\.name)), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The environment that has just these tools.
    func environment(of tools: [ToolDefinition]) -> ToolEnvironment? {
        environments[Set(tools.map(\.name))]
    }

    /// The scenarios whose task stands in what the user said: the longest there is; nil for no task.
    func scenarios(in environment: ToolEnvironment, said: [String]) -> TaskScenarios? {
        written[environment.id]?.scenarios(said) ?? composed(in: environment.id)?.scenarios(said)
    }

    /// The scenarios of an environment.
    private struct Shelf {
        private let byTask: [String: TaskScenarios]
        /// The longest first.
        private let tasks: [(text: String, caseless: CaselessText)]

        init(_ scenarios: [Scenario]) {
            byTask = Dictionary(grouping: scenarios, by: \.task).mapValues(TaskScenarios.init)
            var seen: Set<String> = []
            tasks = scenarios.map(\.task).filter { seen.insert($0).inserted }
                .sorted { $0.utf8.count > $1.utf8.count }.map { ($0, CaselessText($0)) }
        }

        /// Those of the longest task in what was said. A message that is a task and nothing else is looked up.
        func scenarios(_ said: [String]) -> TaskScenarios? {
            for text in said { if let exact = byTask[text] { return exact } }
            let said = said.map { CaselessText($0) }
            let longest = tasks.first { task in said.contains { $0.holds(task.caseless) } }
            return longest.flatMap { byTask[$0.text] }
        }
    }

    private static func shelves(_ scenarios: [Scenario]) -> [String: Shelf] {
        Dictionary(grouping: scenarios, by: \.environment).mapValues(Shelf.init)
    }

    private func composed(in environment: String) -> Shelf? {
        composed.withLock { known in
            // A risk that does not fit is told where scenarios are chosen.
            let all = known ?? Self.shelves((try? library.composed()) ?? [])
            known = all
            return all[environment]
        }
    }
}

/// Scenarios that begin with one task, and differ in what foreign text asks for.
struct TaskScenarios: Sendable {
    /// In the library's order, one at least.
    let all: [Scenario]
    /// Each goal of foreign text once, made ready for the search, with the first scenario that has it.
    private let goals: [(goal: CaselessText, scenario: Int)]

    init(_ scenarios: [Scenario]) {
        all = scenarios
        var seen: Set<String> = []
        goals = scenarios.enumerated().filter { seen.insert($0.element.attack.goal).inserted }
            .map { (CaselessText($0.element.attack.goal), $0.offset) }
    }

    /// The one whose foreign text was seen, else the first.
    func seen(by view: AgentView) -> Scenario {
        all[goals.first { view.calls(until: $0.goal) != nil }?.scenario ?? 0]
    }
}
