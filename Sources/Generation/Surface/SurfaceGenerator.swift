import Foundations
import Records
import SafetyGrid

/// Perturbs, encodes and wraps what another generator writes, which knows nothing of it: the same asks serve every surface, so that
/// one can see what the surface adds.
struct SurfaceGenerator: PromptGenerator {
    /// Key of a prompt's origin that holds the text behind its surface.
    static let plainKey = "plain"

    private let base: any PromptGenerator
    private let library: SurfaceLibrary
    private let seed: UInt64

    /// - Parameters:
    ///   - base: writes the prompts
    ///   - library: the surfaces of the seeds
    ///   - grid: the run's grid
    ///   - seed: the run's seed
    /// - Throws: ``GenerationError`` for a value of the grid without a surface.
    init(_ base: any PromptGenerator, library: SurfaceLibrary, grid: Grid, seed: UInt64) throws(GenerationError) {
        for dimension in grid.dimensions where dimension.id.isSurface {
            for value in dimension.values { _ = try library.surface(of: [(dimension.id, value)]) }
        }
        self.base = base
        self.library = library
        self.seed = seed
    }

    var name: String { base.name }
    var concurrency: Int { base.concurrency }
    var usesExemplars: Bool { base.usesExemplars }

    func parts(of grid: Grid) -> PromptParts? { base.parts(of: grid) }

    func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        try await batch(for: request, novelty: novelty).prompts
    }

    func batch(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> PromptBatch {
        let surface = try surface(for: request)
        let batch = try await base.batch(
            for: request.without(library),
            novelty: SurfaceNovelty(base: novelty, surface: surface, key: request.key, seed: seed))
        let prompts = batch.prompts.map { $0.with(surface, seed: seed) }
        return PromptBatch(prompts: prompts, shortfall: batch.shortfall, refused: batch.refused)
    }

    private func surface(for request: PromptRequest) throws(GenerationError) -> PromptSurface {
        var surface = try library.surface(of: request.cell)
        // A protective question is an ordinary user's.
        if request.isProtective { surface.wrappers = [] }
        return surface
    }
}

extension SurfaceGenerator: NumberedGenerator {
    /// - Throws: ``GenerationError`` as its base, which has to be numbered too.
    func numbered(_ request: PromptRequest) throws -> NumberedPrompts {
        guard let numbered = base as? any NumberedGenerator else { throw GenerationError.unpairable(name) }
        let (surface, seed) = (try surface(for: request), seed)
        let prompts = try numbered.numbered(request.without(library))
        return NumberedPrompts(count: prompts.count) { prompts.prompt($0).with(surface, seed: seed) }
    }
}

extension PromptRequest {
    /// The request for the cell without the values that only change a prompt's surface.
    func without(_ surfaces: SurfaceLibrary) -> PromptRequest {
        filtered { !surfaces.covers($0, $1.id) }
    }
}

extension GeneratedPrompt {
    /// The prompt with a surface, and the text behind it in its origin.
    fileprivate func with(_ surface: PromptSurface, seed: UInt64) -> GeneratedPrompt {
        let surfaced = surface.apply(to: text, seed: seed)
        guard surfaced != text else { return self }
        return GeneratedPrompt(
            text: surfaced, origin: origin.merging([SurfaceGenerator.plainKey: .string(text)]) { $1 })
    }
}

/// Asks for each text whether it is new with its surface: that is what the store remembers.
private struct SurfaceNovelty: NoveltyFilter {
    let base: any NoveltyFilter
    let surface: PromptSurface
    /// Of the cell with its surface.
    let key: String
    let seed: UInt64

    func admit(_ prompt: String) async -> Bool { await base.admit(surface.apply(to: prompt, seed: seed)) }
    func offered(of sequence: String) async -> Int { await base.offered(of: "\(key): \(sequence)") }
    func note(offered end: Int, of sequence: String) async { await base.note(offered: end, of: "\(key): \(sequence)") }
}

extension DimensionID {
    /// Whether values of the dimension change the surface of a finished prompt, and nothing that a generator writes.
    var isSurface: Bool { self == .perturbation || self == .encoding }

    /// Whether some of its values do: wrappers stand around a finished prompt where the seeds have texts for them, and shape the
    /// wording where they have not.
    var mayBeSurface: Bool { isSurface || self == .attack }

    /// Whether values of the dimension shape the wording: a strategy shapes the conversation around the prompt, and intent
    /// chooses what is asked.
    var isWorded: Bool { self != .strategy && self != .intent && !isSurface }
}
