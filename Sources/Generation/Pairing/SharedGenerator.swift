import Foundations
import Records
import SafetyGrid

/// Sends the same prompts under all that the target is told: cells that differ only in the safety config or the target's persona
/// share theirs, in one order.
///
/// Prompts whose parts were chosen are shared apart from the others, so that what is left to chance is chance's alone: a cell
/// takes one that has the chosen ask and frame, if there is one that it has not had.
package actor SharedGenerator: PromptGenerator {
    /// Key of a prompt's origin that holds its place among the shared ones.
    package static let placeKey = "shared"

    /// Writes the prompts.
    package nonisolated let base: any PromptGenerator
    package nonisolated var name: String { base.name }
    package nonisolated var concurrency: Int { base.concurrency }
    package nonisolated var usesExemplars: Bool { base.usesExemplars }

    /// The prompts of some siblings: those with chosen parts, or the others.
    private struct Shelf: Hashable {
        let key: String
        let isChosen: Bool
    }

    /// What a cell has had of a shelf.
    private struct Use: Hashable {
        let cell: Int
        let isChosen: Bool
    }

    /// The prompts of each set of siblings, by their place.
    private var prompts: [Shelf: [Int: GeneratedPrompt]] = [:]
    /// The places that each cell has had.
    private var used: [Use: Set<Int>] = [:]

    init(_ base: any PromptGenerator) { self.base = base }

    /// Those of the base.
    package nonisolated func parts(of grid: Grid) -> PromptParts? { base.parts(of: grid) }

    fileprivate func recall(_ request: PromptRequest, _ prompt: GeneratedPrompt) {
        guard case .int(let place)? = prompt.origin[Self.placeKey] else { return }
        let isChosen = request.parts != nil
        used[Use(cell: request.cellID, isChosen: isChosen), default: []].insert(place)
        prompts[Shelf(key: request.key, isChosen: isChosen), default: [:]][place] = prompt
    }

    package func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        try await batch(for: request, novelty: novelty).prompts
    }

    package func batch(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> PromptBatch {
        if let parts = request.parts { return try await batch(for: request, with: parts, novelty: novelty) }
        let (shelf, use) = (Shelf(key: request.key, isChosen: false), Use(cell: request.cellID, isChosen: false))
        var places: [Int] = []
        var place = 0
        while places.count < request.count {
            if used[use]?.contains(place) != true { places.append(place) }
            place += 1
        }
        var batch = PromptBatch(prompts: [])
        let missing = places.count { prompts[shelf]?[$0] == nil }
        if missing > 0 {
            batch = try await base.batch(for: request.asking(for: missing), novelty: novelty)
            for prompt in batch.prompts { share(prompt, shelf) }
        }
        var shared: [GeneratedPrompt] = []
        for place in places {
            guard let prompt = prompts[shelf]?[place] else { break }
            used[use, default: []].insert(place)
            shared.append(prompt)
        }
        return PromptBatch(prompts: shared, shortfall: batch.shortfall, refused: batch.refused)
    }

    /// What siblings have with the parts, and what else is needed.
    private func batch(
        for request: PromptRequest, with parts: ChosenParts, novelty: any NoveltyFilter
    ) async throws -> PromptBatch {
        let (shelf, use) = (Shelf(key: request.key, isChosen: true), Use(cell: request.cellID, isChosen: true))
        let known = (prompts[shelf] ?? [:]).filter { used[use]?.contains($0.key) != true && $0.value.has(parts) }
        var places = Array(known.keys.sorted().prefix(request.count))
        used[use, default: []].formUnion(places)
        var batch = PromptBatch(prompts: [])
        if places.count < request.count {
            batch = try await base.batch(for: request.asking(for: request.count - places.count), novelty: novelty)
            places += batch.prompts.map { share($0, shelf) }
            used[use, default: []].formUnion(places)
        }
        return PromptBatch(
            prompts: places.compactMap { prompts[shelf]?[$0] }, shortfall: batch.shortfall, refused: batch.refused)
    }

    /// Puts a prompt at the first free place, and says at which: a sibling may have filled some meanwhile.
    @discardableResult
    private func share(_ prompt: GeneratedPrompt, _ shelf: Shelf) -> Int {
        var place = 0
        while prompts[shelf]?[place] != nil { place += 1 }
        prompts[shelf, default: [:]][place] = GeneratedPrompt(
            text: prompt.text, origin: prompt.origin.merging([Self.placeKey: .int(place)]) { $1 })
        return place
    }
}

extension GeneratedPrompt {
    /// Whether the prompt has the chosen ask and the chosen frames; false where none is chosen.
    fileprivate func has(_ parts: ChosenParts) -> Bool {
        let own = Set(
            ["ask", "frame"].flatMap { origin[$0]?.stringValue?.split(separator: ", ").map(String.init) ?? [] })
        let chosen = parts.ids.filter { $0.key == PromptParts.ask || $0.key.hasSuffix("frame") }
        return !chosen.isEmpty && own.isSuperset(of: chosen.values)
    }
}

/// Tells generators that pair or share what the run has already, in case it goes on after an interruption.
package struct PromptRecall: Sendable {
    private let grid: Grid
    private let shared: SharedGenerator?
    private let paired: PairedGenerator?

    /// The recall of a run's generator; nil for a generator that needs none.
    package init?(_ generator: any PromptGenerator, grid: Grid) {
        self.grid = grid
        shared = generator as? SharedGenerator
        paired = (shared?.base ?? generator) as? PairedGenerator
        guard shared != nil || paired != nil else { return nil }
    }

    /// Takes note of a test of the run.
    package func note(_ testCase: TestCase) async {
        let request = PromptRequest(
            grid: grid, cell: grid.cell(testCase.plan.cell), count: 1, parts: testCase.plan.parts)
        await shared?.recall(request, GeneratedPrompt(text: testCase.prompt, origin: testCase.origin))
        await paired?.recall(request, testCase.origin)
    }
}
