import Foundations
import Records

/// A tool of an environment: what the model sees, and what it does.
package struct EnvironmentTool: Sendable {
    /// What the model sees.
    package let definition: ToolDefinition
    /// Name, as calls give it.
    package var name: String { definition.name }
    /// The arguments.
    let schema: ArgumentSchema
    let effects: [Effect]
    let result: ResultTemplate
    let location: SourceLocation
}
