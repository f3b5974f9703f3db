/// A wrong combination of options, or one that the store, the seeds or a file does not fit.
package struct UsageError: Error, CustomStringConvertible {
    /// The fault, and what to do.
    package let description: String

    /// An error with a text that says what was wrong and what to do.
    package init(_ description: String) {
        self.description = description
    }
}
