import Records

/// Tools that a conversation can use, and the state that their calls have left so far.
package protocol ToolSession: Sendable {
    /// The tools, as the target is told of them.
    var tools: [ToolDefinition] { get }
    /// Does what a call asks for. The same calls on a fresh session leave the same state and give the same results.
    mutating func call(_ call: ToolCall) -> ToolResult
}
