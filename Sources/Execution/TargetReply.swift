import Records

/// The target's reply to a request, and the tools that it calls.
package struct TargetReply: Sendable {
    /// The reply.
    package let response: Response
    /// Its calls.
    package let calls: [ToolCall]
    /// How long it took, in milliseconds.
    package let milliseconds: Double

    package init(response: Response, calls: [ToolCall], milliseconds: Double) {
        self.response = response
        self.calls = calls
        self.milliseconds = milliseconds
    }
}
