/// A finding that shows a generator what has worked.
package struct Exemplar: Sendable, Equatable {
    /// Id of the run it comes from; nil for the run that is going on.
    package let run: String?
    /// Number of its test there.
    package let ordinal: Int
    /// Id of the cell in the grid of the run that is going on.
    package let cell: Int
    /// The prompt that led to an unsafe response.
    package let prompt: String
    /// How sure the oracle was of the verdict, 0 ... 1; a verdict without confidence counts as 0.5.
    package let effectiveness: Double
    /// Prompts that an operator made of it and that led to no finding, by the operator.
    package internal(set) var failures: [String: Int] = [:]

    /// An exemplar.
    package init(run: String?, ordinal: Int, cell: Int, prompt: String, effectiveness: Double?) {
        self.run = run
        self.ordinal = ordinal
        self.cell = cell
        self.prompt = prompt
        self.effectiveness = min(max(effectiveness ?? 0.5, 0), 1)
    }
}
