/// A prompt of a run or a data set.
package struct StoredPrompt: Sendable {
    /// The prompt.
    package let text: String
    /// Number of the run or the data set.
    let source: Int64
    /// Its ordinal there.
    let ordinal: Int
}
