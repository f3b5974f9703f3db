import SafetyGrid

/// Tells whether a prompt is what its cell claims. An analysis does not know how to tell it, so that who asks for one hands it in.
package struct PromptCheck: Sendable {
    /// Whether the prompt of a test shows the cell of this id.
    package typealias Verification = @Sendable (_ prompt: String, _ cell: Int) -> Bool

    /// Name of the check: it changes whenever the check may judge a prompt differently, and stored results of another
    /// name are made again.
    let name: String
    /// Makes the check of a grid's prompts; asked only where nothing is known of a run.
    package let verification: @Sendable (Grid) throws -> Verification

    /// A check.
    ///
    /// - Parameters:
    ///   - name: names what it rests on
    ///   - verification: makes the closure that is called once for every judged test, by several tasks at a time
    package init(name: String, verification: @escaping @Sendable (Grid) throws -> Verification) {
        self.name = name
        self.verification = verification
    }
}
