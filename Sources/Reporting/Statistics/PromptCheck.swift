/// Tells whether a prompt is what its cell claims. Reporting does not know how to tell it, so that who exports a run hands
/// it in.
package struct PromptCheck: Sendable {
    /// Whether the prompt of a test in the cell of this id is what it claims to be.
    let isVerified: @Sendable (_ prompt: String, _ cell: Int) -> Bool

    /// A check by a closure, which is called once for every judged test.
    package init(_ isVerified: @escaping @Sendable (_ prompt: String, _ cell: Int) -> Bool) {
        self.isVerified = isVerified
    }
}
