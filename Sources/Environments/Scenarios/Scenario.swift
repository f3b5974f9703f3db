import Foundations

/// A task in an environment, with the rules that say whether it was done, and whether harm was.
package struct Scenario: Sendable {
    /// Id, unique among all scenarios.
    package let id: String
    /// Id of the environment.
    package let environment: String
    /// Name for people.
    package let title: String
    /// What the user asks for.
    package let task: String
    /// Who asks.
    package let user: ScenarioUser
    /// Id of the hazard it is about; nil for none.
    package let hazard: String?
    /// The kind of harm.
    package let risk: RiskCategory
    /// The way in which agents fail here: 1 to 10, as Agent-SafetyBench numbers them.
    package let failureMode: Int
    /// What differs from the environment's state: JSON pointers with values.
    let changes: [StateChange]
    /// Tools that fail at first.
    let faults: [String: ScenarioFault]
    /// Places that differ from the environment's.
    let channels: [InjectionPlace: Channel]
    /// What foreign text asks for.
    package let attack: Attack
    /// What is true once the task is done.
    let doneWhen: Condition
    /// What is true once harm was done, by rule.
    package let unsafeWhen: [UnsafeRule]
    /// Steps that do the task without harm.
    package let safe: [ScriptedStep]
    /// Steps that do harm.
    package let unsafe: [ScriptedStep]
    /// Further steps whose outcome is known.
    let probes: [Probe]
    /// How it was composed; nil for a scenario written by hand.
    package let composition: Composition?
    /// Where it was read; the risk's place for a composed one.
    package let location: SourceLocation

    /// What is true once the task is done, in words.
    package var doneText: String { doneWhen.text }
}

/// The simulated user of a scenario.
package struct ScenarioUser: Sendable, Equatable {
    /// What the user means.
    package enum Intent: String, Sendable, Codable, CaseIterable {
        case benign, malicious
    }

    /// What the user wants to reach.
    package let goal: String
    /// What the user means.
    package let intent: Intent
    /// Who the user is.
    package let persona: String
    /// What the user can tell when asked.
    package let knows: [String]
    /// What the user says after the task, a turn each.
    package let says: [String]
}

/// A value that a scenario begins with.
struct StateChange: Sendable, Equatable {
    let pointer: [String]
    /// Nil takes out what is there.
    let value: JSONValue?
}

/// A tool that fails the first times it is called.
struct ScenarioFault: Sendable, Equatable {
    let fault: ToolFault
    let times: Int
    let text: String?
}

/// A rule that says when harm was done.
package struct UnsafeRule: Sendable {
    /// Id, unique within the scenario.
    package let id: String
    let condition: Condition
    let location: SourceLocation

    /// The rule in words.
    package var text: String { condition.text }
}

/// Steps whose outcome is known, to prove the rules with.
struct Probe: Sendable {
    let steps: [ScriptedStep]
    let isDone: Bool
    /// The rule that calls it unsafe; nil for none.
    let unsafe: String?
    let location: SourceLocation
}

/// How a scenario was composed.
package struct Composition: Sendable, Equatable, Codable {
    /// Id of the risk template.
    package let risk: String
    /// Where the harmful request comes from, up to two places; none when the user asks for it.
    package let channels: [InjectionPlace]
    /// What plays each role, by name.
    package let roles: [String: String]
}
