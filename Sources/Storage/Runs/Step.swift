import Records

/// A step that was done for a test.
package enum Step: Sendable {
    /// A prompt was made.
    case generated(TestCase, milliseconds: Double)
    /// The target responded.
    case executed(ordinal: Int, Response, milliseconds: Double)
    /// The oracle labelled.
    case judged(ordinal: Int, Verdict, milliseconds: Double)
    /// A step could not be done.
    case failed(ordinal: Int, TestFailure)
}
