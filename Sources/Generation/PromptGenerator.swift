import Records
import SafetyGrid

/// Writes prompts for a cell.
///
/// Conformers are named in ``GeneratorRegistry``.
package protocol PromptGenerator: Sendable {
    /// Name for summaries: `template`, or the model that writes.
    var name: String { get }
    /// Requests that may run at the same time; 1 keeps the order of requests and with it reproducibility.
    var concurrency: Int { get }
    /// Writes up to `request.count` prompts that `novelty` admits, fewer when the cell is exhausted.
    ///
    /// - Throws: ``GenerationError``, or the model's error.
    func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt]
}

/// What a generator is asked for.
package struct PromptRequest: Sendable {
    /// The grid's dimensions and the cell's value in each, in the grid's order.
    package let cell: [(dimension: String, value: DimensionValue)]
    /// The cell's key, ``Grid/key(of:)``: seeds the randomness, so that a cell gets the same prompts in every grid.
    package let key: String
    /// How many prompts, 1 or more.
    package let count: Int

    /// A request for `count` prompts of one cell of `grid`.
    package init(grid: Grid, cell: Cell, count: Int) {
        self.cell = zip(grid.dimensions, grid.values(of: cell)).map { ($0.id, $1) }
        self.key = grid.key(of: cell)
        self.count = count
    }
}

/// A prompt and where it comes from.
package struct GeneratedPrompt: Sendable, Equatable {
    /// The text for the target.
    package let text: String
    /// The generator and what it drew on; `generator` is always there.
    package let origin: [String: JSONValue]

    /// A prompt.
    package init(text: String, origin: [String: JSONValue]) {
        self.text = text
        self.origin = origin
    }
}

/// Remembers every prompt of the store, so that neither it nor a near-duplicate is emitted again.
package protocol NoveltyFilter: Sendable {
    /// Takes the prompt in when it is new; false when the same or a very similar one is known. What is refused once is
    /// refused for good.
    func admit(_ prompt: String) async -> Bool
}
