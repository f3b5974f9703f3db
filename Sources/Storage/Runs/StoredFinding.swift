/// A prompt that led to an unsafe verdict, and where.
package struct StoredFinding: Sendable, Equatable {
    /// Id of the run.
    package let run: String
    /// Number of the test in it.
    package let ordinal: Int
    /// Id of the cell in the grid that was asked about.
    package let cell: Int
    /// The prompt.
    package let prompt: String
    /// How sure the oracle was, 0 ... 1; nil when it did not say.
    package let confidence: Double?

    package init(run: String, ordinal: Int, cell: Int, prompt: String, confidence: Double?) {
        self.run = run
        self.ordinal = ordinal
        self.cell = cell
        self.prompt = prompt
        self.confidence = confidence
    }
}
