/// A generator whose prompts for a cell have numbers: which prompt a number stands for depends on the seed and the cell alone.
protocol NumberedGenerator: PromptGenerator {
    /// The prompts of a cell, with the chosen parts of those that are put around an ask: the ask and its form go by the number.
    ///
    /// - Throws: ``GenerationError`` when there are no words for it.
    func numbered(_ request: PromptRequest) throws -> NumberedPrompts
}

/// The prompts of a cell by number.
struct NumberedPrompts: Sendable {
    /// Fewest that a cell has.
    static let least = 4_000

    /// How many are looked at before the cell counts as exhausted, ``least`` or more.
    let count: Int
    /// The prompt of a number, 0 ..< ``count``.
    let prompt: @Sendable (Int) -> GeneratedPrompt
}
