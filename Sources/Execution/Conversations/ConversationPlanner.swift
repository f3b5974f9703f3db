import ChatModels
import Environments
import Foundations
import Records
import SafetyGrid

/// Says how the test of a cell is led: as a single prompt, or as a conversation.
package struct ConversationPlanner: Sendable {
    /// The parts that conversations are made of.
    package struct Parts: Sendable {
        /// Bounds of each conversation.
        package var limits = ConversationLimits()
        /// Whether single prompts are sent beside each conversation.
        package var isControlled = false
        /// Writes the user's side in place of the scripts; nil for the scripts.
        package var attacker: (any ChatModel)?
        /// Messages that the attacker tries behind each leaf, 1 or more.
        package var branches = 1
        /// Leaves that are kept at each depth, 1 or more; nil for as many as ``branches``.
        package var width: Int?
        /// Plays the users of scenarios in place of the scripts; nil for the scripts.
        package var user: (any ChatModel)?
        /// Seed of the fences.
        package var seed: UInt64 = 1
        /// The scenarios of the cells; nil for a grid without.
        package var scenarios: ScenarioGrid?
        /// Serves the scenarios to a target that is an agent from outside; nil for a model that calls tools in its replies.
        package var outside: OutsideAgents?
        /// How programs of the user's own that lead conversations are started.
        package var programs = ProgramContext(environment: [:], timeout: .seconds(120))
        /// Most turns of a conversation that the attacker leads; nil for those of ``limits``.
        package var depth: Int?

        package init() {}
    }

    private let grid: Grid
    private let strategyAxis: Int?
    private let isUnled: @Sendable (Int) -> Bool
    private let strategies: [Strategy]
    /// The strategies that are programs, by id.
    private let programs: [String: LineProgram]
    private let parts: Parts
    private let executor: Executor

    /// A planner for a grid.
    ///
    /// - Parameters:
    ///   - grid: the run's grid
    ///   - library: the scripts
    ///   - parts: who writes, and the bounds
    ///   - executor: knows how the target is asked
    /// - Throws: ``ConfigurationError/unknownID(kind:id:known:)`` for a strategy without a script; ``ChatError`` for a command
    ///   line that is none.
    package init(grid: Grid, library: StrategyLibrary, parts: Parts, executor: Executor) throws {
        self.grid = grid
        self.parts = parts
        self.executor = executor
        strategyAxis = grid.position(of: .strategy)
        isUnled = grid.isUnled
        var strategies: [Strategy] = []
        var programs: [String: LineProgram] = [:]
        for id in strategyAxis.map({ grid.dimensions[$0].values.map(\.id) }) ?? [] {
            if ProgramName.isOne(id) {
                programs[id] = try LineProgram(id, role: "strategy", context: parts.programs)
                strategies.append(Strategy(id: id, steps: Strategy.direct.steps))
            } else {
                strategies.append(try library.strategy(id))
            }
        }
        self.strategies = strategies
        self.programs = programs
    }

    /// Serves the scenarios to agents from outside; nil where the target is none.
    package var outside: OutsideAgents? { parts.outside }

    /// The conversation of a test; nil for a single prompt.
    ///
    /// - Parameters:
    ///   - testCase: the test
    ///   - label: names it in the log
    ///   - view: the oracle, for an attacker
    package func conversation(
        for testCase: TestCase, label: String, view: @escaping AttackerSide.View
    ) -> Conversation? {
        let cell = testCase.plan.cell
        let scene = parts.scenarios?.session(of: testCase.plan)
        let strategy = strategy(of: cell)
        guard scene != nil || strategy.id != Strategy.direct.id else { return nil }
        return Conversation(
            side: side(of: testCase, scene, strategy, label: label, view: view), session: scene,
            desk: scene.flatMap { parts.outside?.desk(for: $0, label: label) },
            systemPrompt: executor.systemPrompt(of: cell), options: executor.options, limits: limits(strategy),
            control: parts.isControlled && strategy.id != Strategy.direct.id ? testCase.prompt : nil, label: label)
    }

    /// The strategy of a cell: direct where the grid has none, and for protective questions, which nobody is led to.
    private func strategy(of cell: Int) -> Strategy {
        guard let strategyAxis, !isUnled(cell) else { return .direct }
        return strategies[grid.axis(strategyAxis).index(of: cell)]
    }

    private func side(
        of testCase: TestCase, _ scene: EnvironmentSession?, _ strategy: Strategy, label: String,
        view: @escaping AttackerSide.View
    ) -> any UserSide {
        let cell = testCase.plan.cell
        guard strategy.id != Strategy.direct.id else { return user(scene, task: testCase.prompt, label: label) }
        if let program = programs[strategy.id] {
            return ProgramSide(
                program, prompt: testCase.prompt, topic: topic(of: cell), maxTurns: parts.limits.turns, label: label)
        }
        guard let attacker = parts.attacker, let value = grid.value(of: .strategy, in: cell) else {
            return ScriptedSide(
                strategy, prompt: testCase.prompt, topic: topic(of: cell), maxTurns: parts.limits.turns)
        }
        return AttackerSide(
            attacker, strategy: (value.title, value.definition), prompt: testCase.prompt, branches: parts.branches,
            width: parts.width ?? parts.branches, seed: parts.seed, label: label, view: view)
    }

    private func limits(_ strategy: Strategy) -> ConversationLimits {
        var limits = parts.limits
        if let depth = parts.depth, parts.attacker != nil, strategy.id != Strategy.direct.id { limits.turns = depth }
        return limits
    }

    private func user(_ session: EnvironmentSession?, task: String, label: String) -> any UserSide {
        guard let user = session?.scenario.user else { return TaskUser(task: task, knows: []) }
        if let model = parts.user { return ModelUser(model, task: task, user, seed: parts.seed, label: label) }
        return TaskUser(task: task, knows: user.knows, says: user.says)
    }

    /// The topic of a cell within a sentence: its hazard's, or that of the dimension which results are grouped by.
    private func topic(of cell: Int) -> String {
        grid.groups.values[grid.axis(grid.groupAxis).index(of: cell)].wordsInSentence
    }
}
