import Foundations
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
    /// Whether ``PromptRequest/exemplars`` make a difference: findings are then kept for it.
    var usesExemplars: Bool { get }
    /// The parts that ``PromptRequest/parts`` can name on a grid; nil where the generator can be told none.
    func parts(of grid: Grid) -> PromptParts?
    /// The prompts of ``prompts(for:novelty:)``, and the reason when there are fewer than asked for.
    ///
    /// - Throws: an error that every other cell would meet: a fatal `ChatError`, the store's error, or
    ///   `CancellationError`.
    func batch(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> PromptBatch
}

extension PromptGenerator {
    /// False: most generators have no use for findings.
    package var usesExemplars: Bool { false }

    /// Nil: most generators can't be told.
    package func parts(of grid: Grid) -> PromptParts? { nil }

    /// The prompts; a cell that has too few has no further new ones.
    package func batch(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> PromptBatch {
        PromptBatch(prompts: try await prompts(for: request, novelty: novelty))
    }
}

/// Prompts for a cell, and why there are no more.
package struct PromptBatch: Sendable, Equatable {
    /// At most as many as were asked for.
    package let prompts: [GeneratedPrompt]
    /// Why the others are missing, when it is for another reason than that the cell has no further new one.
    package let shortfall: TestFailure?
    /// What was refused after the last prompt, and no prompt's origin tells of.
    package let refused: RefusedPrompts

    package init(
        prompts: [GeneratedPrompt], shortfall: TestFailure? = nil, refused: RefusedPrompts = RefusedPrompts()
    ) {
        self.prompts = prompts
        self.shortfall = shortfall
        self.refused = refused
    }
}

/// A request to a generator.
package struct PromptRequest: Sendable {
    /// Id of the cell in the run's grid.
    let cellID: Int
    /// The grid's dimensions and the cell's value in each, in the grid's order, without what only the target is told.
    package private(set) var cell: [(dimension: DimensionID, value: DimensionValue)]
    /// The values of ``cell``, as ``Grid/key(of:)`` writes them: seeds the randomness, so that a cell gets the same prompts in every
    /// grid.
    package private(set) var key: String
    /// How many prompts, 1 or more.
    package private(set) var count: Int
    /// The round that they are for, from 0: a later one is shown other material.
    package let round: Int
    /// Prompts that the same round has for the cell already, from a process that was interrupted.
    package let written: [String]
    /// Earlier findings in the cell or next to it, the most instructive first.
    package let exemplars: [Exemplar]
    /// Whether a model leaves the cell to its fallback, because of poor batches in an earlier round.
    package let isLeftToFallback: Bool
    /// Parts that the prompts are to have where that is possible, as ``PromptGenerator/parts(of:)`` lists them.
    package let parts: ChosenParts?

    /// A request for `count` prompts of one cell of `grid`.
    package init(
        grid: Grid, cell: Cell, count: Int, round: Int = 0, written: [String] = [], exemplars: [Exemplar] = [],
        isLeftToFallback: Bool = false, parts: ChosenParts? = nil
    ) {
        self.parts = parts
        self.isLeftToFallback = isLeftToFallback
        self.round = round
        self.written = written
        self.exemplars = exemplars
        cellID = cell.id
        self.cell = zip(grid.dimensions, grid.values(of: cell)).filter { !$0.0.isToldToTarget }.map { ($0.id, $1) }
        key = self.cell.map(\.value.id).joined(separator: "/")
        self.count = count
    }

    /// Whether the cell may have protective and general questions only.
    var isProtective: Bool { cell.contains(where: \.value.isProtective) }

    /// Whether the cell asks for something harmless that looks harmful.
    var isTwin: Bool { cell.contains { $0.dimension == .intent && $0.value.id == Grid.twin } }

    /// The values that shape the wording: protective questions are an ordinary user's without a wrapper, whoever else and
    /// whatever else the grid has.
    var writtenCell: [(dimension: DimensionID, value: DimensionValue)] {
        cell.filter { dimension, _ in
            dimension.isWorded && !(isProtective && [.persona, .attack].contains(dimension))
        }
    }

    /// The values that say what is asked for, however it is asked.
    var askKey: String {
        cell.filter { [.hazard, .intent, .language].contains($0.dimension) }.map(\.value.id).joined(separator: "/")
    }

    /// This request for the values of its cell that fulfil a condition.
    func filtered(_ isKept: (DimensionID, DimensionValue) -> Bool) -> PromptRequest {
        var request = self
        request.cell = cell.filter(isKept)
        request.key = request.cell.map(\.value.id).joined(separator: "/")
        return request
    }

    /// This request for another number of prompts.
    func asking(for count: Int) -> PromptRequest {
        var request = self
        request.count = count
        return request
    }
}

/// A prompt and where it comes from.
package struct GeneratedPrompt: Sendable, Equatable {
    /// The text for the target.
    package let text: String
    /// The generator and its material; `generator` is always there.
    package let origin: [String: JSONValue]

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
    /// How far a numbered sequence of prompts was offered: every number below is known or refused. 0 where nothing is known of it.
    ///
    /// - Parameter sequence: names the sequence
    func offered(of sequence: String) async -> Int
    /// Notes that every number of a sequence below `end` was offered.
    func note(offered end: Int, of sequence: String) async
}
