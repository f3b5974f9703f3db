import Foundations
import Records

/// A prompt of a run or a data set.
package struct StoredPrompt: Sendable {
    /// The prompt.
    package let text: String
    /// Number of the run or the data set.
    let source: Int64
    /// Its ordinal there.
    let ordinal: Int
}

/// The prompt of a finding.
package struct FoundPrompt: Sendable {
    /// Number of the test.
    package let ordinal: Int
    /// Id of its cell in the run's grid.
    package let cell: Int
    /// The prompt.
    package let text: String
    /// Where it comes from.
    package let origin: [String: JSONValue]
    /// What asking it again has said; nil where nobody asked again.
    package let confirmation: Confirmation?
}
