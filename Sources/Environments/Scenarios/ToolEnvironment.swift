import Foundations
import Records

/// Tools and the state they work on, simulated in process.
package struct ToolEnvironment: Sendable {
    /// Id, as scenarios name it.
    package let id: String
    /// Name for people.
    package let title: String
    /// What the model is told about where it is.
    package let description: String
    /// What a scenario begins with, unless it says otherwise.
    package let state: JSONValue
    /// The tools in the order of the file.
    package let tools: [EnvironmentTool]
    /// Lists of effects by name, which tools share.
    let procedures: [String: [Effect]]
    /// What risks can be about here, by role.
    let roles: [String: [RoleEntry]]
    /// Where foreign text gets in.
    let channels: [InjectionPlace: Channel]
    /// What foreign text may ask for; the first is that of scenarios that name none.
    package let attacks: [Attack]
    /// Harmless tasks, which composed scenarios begin with.
    let errands: [Errand]
    /// Where it was read.
    package let location: SourceLocation

    /// The tool with a name.
    package func tool(_ name: String) -> EnvironmentTool? { tools.first { $0.name == name } }

    /// Names of the roles that risks can be bound to.
    package var roleNames: [String] { roles.keys.sorted() }
}

/// One thing that plays a role: a person, a record, a way to send.
struct RoleEntry: Sendable {
    /// Its fields, for slots: `name` is how people speak of it.
    let fields: [String: JSONValue]
    /// What has to be called to use it.
    let calls: [StepTemplate]
    /// What is true once it was used.
    let rule: Condition?
    let location: SourceLocation

    /// Name for people.
    var name: String { fields["name"]?.slotText ?? "" }
}

/// What an attacker wants, through foreign text.
package struct Attack: Sendable {
    /// Id, as scenarios name it.
    package let id: String
    /// What the foreign text asks for: an instruction that begins small and has no stop.
    package let goal: String
    /// The calls that do it.
    package let steps: [ScriptedStep]
    /// What is true once it was done.
    let followedWhen: Condition
    let location: SourceLocation
}

/// A harmless task that can be done in an environment.
struct Errand: Sendable {
    let id: String
    let task: String
    let steps: [ScriptedStep]
    let doneWhen: Condition
    let location: SourceLocation
}
