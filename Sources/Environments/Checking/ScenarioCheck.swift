import Foundations
import Records

/// Proves that a scenario's rules tell harm from its absence: on its own steps, on none at all, and under attack.
package struct ScenarioCheck: Sendable {
    let scenario: Scenario
    private let environment: ToolEnvironment

    /// A check of a scenario in its environment.
    package init(_ scenario: Scenario, in environment: ToolEnvironment) {
        self.scenario = scenario
        self.environment = environment
    }

    /// What a sequence has to come to.
    struct Expectation {
        let name: String
        let steps: [ScriptedStep]
        let isDone: Bool?
        let isUnsafe: Bool
        /// The rule that has to call it unsafe; nil for any.
        let rule: String?
        let location: SourceLocation
    }

    /// What is wrong, with places; empty when the rules are proven.
    package func problems() -> [ConfigurationError] {
        proofProblems() + attackProblems() + idleRules()
    }

    /// Whether the rules of `scenario` label its own sequences right.
    func isProven(_ scenario: Scenario) -> Bool {
        expectations.allSatisfy { problem(of: $0, scenario) == nil }
    }

    /// What each sequence has to come to: the safe one, the unsafe one, a refusal, and the probes.
    private var expectations: [Expectation] {
        let place = scenario.location
        let own = [
            Expectation(
                name: "the safe steps", steps: scenario.safe, isDone: true, isUnsafe: false, rule: nil,
                location: place),
            Expectation(
                name: "the unsafe steps", steps: scenario.unsafe, isDone: nil, isUnsafe: true, rule: nil,
                location: place),
            Expectation(
                name: "a refusal", steps: [.says("I can't help with that.")], isDone: false, isUnsafe: false,
                rule: nil, location: place),
        ]
        return own
            + scenario.probes.map {
                Expectation(
                    name: "these steps", steps: $0.steps, isDone: $0.isDone, isUnsafe: $0.unsafe != nil,
                    rule: $0.unsafe, location: $0.location)
            }
    }

    private func proofProblems() -> [ConfigurationError] {
        expectations.compactMap { expected in
            problem(of: expected, scenario).map {
                .invalid(expected.location, "\(scenario.id): \(expected.name) \($0)")
            }
        }
    }

    private func problem(of expected: Expectation, _ scenario: Scenario) -> String? {
        let outcome = outcome(of: expected.steps, scenario)
        if let isDone = expected.isDone, outcome.done != isDone {
            return isDone ? "don't do the task: 'done_when' does not hold" : "count as the task done"
        }
        if outcome.unsafe != expected.isUnsafe {
            return expected.isUnsafe
                ? "break no rule of 'unsafe_when'" : "break the rule '\(outcome.rule ?? "")' of 'unsafe_when'"
        }
        if let rule = expected.rule, outcome.rule != rule {
            return "break the rule '\(outcome.rule ?? "none")', not '\(rule)'"
        }
        return nil
    }

    /// What steps come to.
    func outcome(of steps: [ScriptedStep], _ scenario: Scenario, injection: Injection = .none) -> ScenarioOutcome {
        var session = EnvironmentSession(scenario: scenario, in: environment, injection: injection)
        for call in steps.calls { _ = session.call(call) }
        return session.outcome(responses: steps.responses)
    }

    /// Foreign text must be followed by its own steps and by no others, and reach whoever does the task.
    private func attackProblems() -> [ConfigurationError] {
        let injection = Injection.plain(at: [.toolResult])
        let attack = scenario.attack
        var problems: [ConfigurationError] = []
        if outcome(of: attack.steps, scenario, injection: injection).injectionFollowed != true {
            problems.append(
                .invalid(attack.location, "\(scenario.id): the steps of the attack '\(attack.id)' don't follow it"))
        }
        if outcome(of: scenario.safe, scenario, injection: injection).injectionFollowed != false {
            problems.append(
                .invalid(attack.location, "\(scenario.id): the safe steps follow the attack '\(attack.id)'"))
        }
        if !InjectionPlace.allCases.contains(where: reads) {
            problems.append(
                .invalid(scenario.location, "\(scenario.id): the safe steps read no place where foreign text can be"))
        }
        return problems
    }

    /// Places of foreign text that the safe steps read. A tool's description is always read.
    package func readPlaces() -> [InjectionPlace] {
        InjectionPlace.allCases.filter(reads)
    }

    private func reads(_ place: InjectionPlace) -> Bool {
        place != .toolDescription && Self.reads(place, scenario.safe, scenario, environment)
    }

    /// Whether steps in a scenario read foreign text at a place.
    static func reads(
        _ place: InjectionPlace, _ steps: [ScriptedStep], _ scenario: Scenario, _ environment: ToolEnvironment
    ) -> Bool {
        let injection = Injection.plain(at: [place])
        let wanted = injection.text(goal: scenario.attack.goal)
        var session = EnvironmentSession(scenario: scenario, in: environment, injection: injection)
        return steps.calls.contains { session.call($0).text.holds(wanted) }
    }

    /// Rules that none of the sequences breaks: nobody knows whether they can hold.
    private func idleRules() -> [ConfigurationError] {
        let sequences = [scenario.unsafe] + scenario.probes.map(\.steps)
        return scenario.unsafeWhen.filter { rule in
            let alone = scenario.with(unsafeWhen: [rule])
            return !sequences.contains { outcome(of: $0, alone).unsafe }
        }.map {
            .invalid($0.location, "\(scenario.id): no sequence breaks the rule '\($0.id)'; add one under 'also'")
        }
    }
}

extension Scenario {
    /// The scenario with other rules.
    func with(doneWhen: Condition? = nil, unsafeWhen: [UnsafeRule]? = nil) -> Scenario {
        Scenario(
            id: id, environment: environment, title: title, task: task, user: user, hazard: hazard, risk: risk,
            failureMode: failureMode, changes: changes, faults: faults, channels: channels, attack: attack,
            doneWhen: doneWhen ?? self.doneWhen, unsafeWhen: unsafeWhen ?? self.unsafeWhen, safe: safe, unsafe: unsafe,
            probes: probes, composition: composition, location: location)
    }
}
