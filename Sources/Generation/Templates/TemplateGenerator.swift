import Foundations
import Records
import SafetyGrid

/// Writes prompts from the templates of the seeds: without a model, at once, and the same ones from the same seed.
///
/// The prompts of a cell are an endless sequence of variants that depends on the seed and the cell's key alone. The
/// generator keeps no state: it walks the sequence from where the filter knows all before, at first from its beginning, and
/// passes over what the filter has, so that an interrupted run goes on where it stopped.
///
/// ```swift
/// let generator = TemplateGenerator(library: try TemplateLibrary(seeds: folder.path), seed: 7)
/// let request = PromptRequest(grid: grid, cell: grid.cell(0), count: 10)
/// let prompts = try await generator.prompts(for: request, novelty: PromptMemory())
/// ```
package struct TemplateGenerator: PromptGenerator, NumberedGenerator {
    static let generatorName = "template"
    /// Bounds of how many variants of a cell are looked at before it counts as exhausted. A limit on the whole sequence,
    /// and not on the refusals in a row, ends at the same variant however much of it is known already.
    private static let reach = NumberedPrompts.least...50_000
    /// How many variants with the same chosen parts are looked at.
    private static let chosenReach = 400

    private let library: TemplateLibrary
    private let seed: UInt64
    private let isPaired: Bool

    /// - Parameter isPaired: whether the asks of a cell depend on its hazard alone, and not on style and technique
    package init(library: TemplateLibrary, seed: UInt64, isPaired: Bool = false) {
        self.isPaired = isPaired
        self.library = library
        self.seed = seed
    }

    /// `template`.
    package var name: String { Self.generatorName }
    /// 1: writing takes microseconds, and one after the other is reproducible.
    package var concurrency: Int { 1 }

    /// Makes sure that every value of a grid has words, so that a run does not fail half-way.
    ///
    /// - Parameter surfaces: covers values that others put around the prompts; nil where there are none
    /// - Throws: ``GenerationError`` that names the file to edit.
    func validate(_ grid: Grid, without surfaces: SurfaceLibrary? = nil) throws(GenerationError) {
        // Each value is met by the cells along the axes through the first cell, in each language.
        let first = [Int](repeating: 0, count: grid.dimensions.count)
        let language = grid.position(of: .language)
        for spoken in 0..<(language.map { grid.dimensions[$0].values.count } ?? 1) {
            for axis in grid.dimensions.indices {
                for value in grid.dimensions[axis].values.indices {
                    var indices = first
                    if let language { indices[language] = spoken }
                    indices[axis] = value
                    let request = PromptRequest(grid: grid, cell: grid.cell(at: indices), count: 1)
                    _ = try CellPlan(surfaces.map(request.without) ?? request, library: library, seed: seed)
                }
            }
        }
    }

    /// Writes the first variants of the cell that `novelty` admits.
    ///
    /// - Returns: `request.count` prompts, or fewer when the cell is exhausted
    /// - Throws: ``GenerationError/noWording(dimension:value:file:)`` and its like, or `CancellationError`.
    package func prompts(
        for request: PromptRequest, novelty: any NoveltyFilter
    ) async throws -> [GeneratedPrompt] {
        var prompts: [GeneratedPrompt] = []
        func take(_ variants: NumberedPrompts, named name: String) async throws {
            guard prompts.count < request.count else { return }
            var number = await novelty.offered(of: name)
            while number < variants.count, prompts.count < request.count {
                try Task.checkCancellation()
                let prompt = variants.prompt(number)
                if await novelty.admit(prompt.text) { prompts.append(prompt) }
                number += 1
            }
            await novelty.note(offered: number, of: name)
        }
        let plan = try plan(request)
        if let parts = request.parts {
            try await take(Self.numbered(plan, with: parts), named: "\(name(of: request)): \(parts.key)")
        }
        // Parts that have no further new prompt together are no reason to have none.
        try await take(Self.numbered(plan), named: name(of: request))
        return prompts
    }

    /// Names the prompts of a cell to a filter, which others with another seed may share.
    func name(of request: PromptRequest) -> String { "\(seed) \(request.key)" }

    func numbered(_ request: PromptRequest) throws -> NumberedPrompts {
        let plan = try plan(request)
        guard let parts = request.parts else { return Self.numbered(plan) }
        let around = parts.ids.filter { $0.key != PartNames.ask && $0.key != PartNames.statement }
        return Self.numbered(plan) { number in
            let variant = plan.variant(number, with: around)
            let isChosen = parts.ids[PartNames.ask].map { $0 == variant.ask.template.id } ?? true
            return GeneratedPrompt(
                text: variant.text,
                origin: isChosen ? variant.origin.merging(parts.origin) { own, _ in own } : variant.origin)
        }
    }

    private func plan(_ request: PromptRequest) throws(GenerationError) -> CellPlan {
        try CellPlan(request, library: library, seed: seed, isPaired: isPaired)
    }

    private static func numbered(_ plan: CellPlan) -> NumberedPrompts {
        numbered(plan) { number in
            let variant = plan.variant(number)
            return GeneratedPrompt(text: variant.text, origin: variant.origin)
        }
    }

    private static func numbered(
        _ plan: CellPlan, _ prompt: @escaping @Sendable (Int) -> GeneratedPrompt
    ) -> NumberedPrompts {
        NumberedPrompts(count: min(max(plan.period, reach.lowerBound), reach.upperBound), prompt: prompt)
    }

    private static func numbered(_ plan: CellPlan, with parts: ChosenParts) -> NumberedPrompts {
        NumberedPrompts(count: chosenReach) { number in
            let variant = plan.variant(number, with: parts.ids)
            return GeneratedPrompt(text: variant.text, origin: variant.origin.merging(parts.origin) { own, _ in own })
        }
    }

    /// The parts of the grid's languages.
    package func parts(of grid: Grid) -> PromptParts? { library.spokenParts(of: grid) }
}

extension ChosenParts {
    /// Names the parts.
    fileprivate var key: String {
        ids.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }

    /// What the origin of a prompt with these parts says of the findings behind them.
    fileprivate var origin: [String: JSONValue] {
        guard let change, let parents else { return [:] }
        return [
            PromptParts.operatorKey: .string(change), "exemplars": .array(parents.map { .object(["test": .int($0)]) }),
        ]
    }
}
