import Foundations

/// Checks that a scenario names what its environment has.
struct ScenarioNames {
    private let scenario: Scenario
    private let environment: ToolEnvironment
    private let rules: RuleCheck

    init(_ scenario: Scenario, _ environment: ToolEnvironment) {
        self.scenario = scenario
        self.environment = environment
        rules = RuleCheck(environment: environment, state: scenario.beginning(in: environment))
    }

    /// - Throws: ``ConfigurationError`` for the first fault.
    func check(_ body: YAMLMapping) throws(ConfigurationError) {
        if let problem = rules.problem(of: scenario.doneWhen) { throw try body.required("done_when").invalid(problem) }
        for rule in scenario.unsafeWhen {
            if let problem = rules.problem(of: rule.condition) {
                throw ConfigurationError.invalid(rule.location, problem)
            }
        }
        for (key, steps) in [("safe", scenario.safe), ("unsafe", scenario.unsafe)] {
            if let problem = rules.problem(of: steps) { throw try body.required(key).invalid(problem) }
        }
        for probe in scenario.probes {
            if let rule = probe.unsafe, !scenario.unsafeWhen.contains(where: { $0.id == rule }) {
                let known = scenario.unsafeWhen.map(\.id).joined(separator: ", ")
                throw ConfigurationError.invalid(
                    probe.location, "'\(rule)' is no rule of the scenario; write false, or one of: \(known)")
            }
            if let problem = rules.problem(of: probe.steps) {
                throw ConfigurationError.invalid(probe.location, problem)
            }
        }
        for channel in scenario.channels.values {
            if let problem = channel.problem(in: environment, state: rules.state) {
                throw try body.required("channels").invalid(problem)
            }
        }
        let attack = scenario.attack
        if let problem = rules.problem(of: attack.steps) ?? rules.problem(of: attack.followedWhen) {
            throw ConfigurationError.invalid(attack.location, problem)
        }
    }
}

extension Scenario {
    /// The state that it begins with, without foreign text.
    func beginning(in environment: ToolEnvironment) -> JSONValue {
        var state = environment.state
        for change in changes { _ = state.put(change.value, at: change.pointer[...]) }
        return state
    }
}
