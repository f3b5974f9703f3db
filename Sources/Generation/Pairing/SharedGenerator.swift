import Foundations
import Records
import SafetyGrid

/// Sends the same prompts under all that the target is told: cells that differ only in the safety config or the target's persona
/// share theirs, in one order; one with the chosen parts comes before the others that a cell has not had.
package actor SharedGenerator: PromptGenerator {
    /// Key of a prompt's origin that holds its place among the shared ones.
    package static let placeKey = "shared"

    /// Writes the prompts.
    package nonisolated let base: any PromptGenerator
    package nonisolated var name: String { base.name }
    package nonisolated var concurrency: Int { base.concurrency }
    package nonisolated var usesExemplars: Bool { base.usesExemplars }

    /// The prompts of each set of siblings, by their place.
    private var prompts: [String: [Int: GeneratedPrompt]] = [:]
    /// The places that each cell has had.
    private var used: [Int: Set<Int>] = [:]

    init(_ base: any PromptGenerator) { self.base = base }

    /// Those of the base.
    package nonisolated func parts(of grid: Grid) -> PromptParts? { base.parts(of: grid) }

    fileprivate func recall(_ request: PromptRequest, _ prompt: GeneratedPrompt) {
        guard case .int(let place)? = prompt.origin[Self.placeKey] else { return }
        used[request.cellID, default: []].insert(place)
        prompts[request.key, default: [:]][place] = prompt
    }

    package func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        try await batch(for: request, novelty: novelty).prompts
    }

    package func batch(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> PromptBatch {
        let places = places(for: request)
        var batch = PromptBatch(prompts: [])
        let missing = places.count { prompts[request.key]?[$0] == nil }
        if missing > 0 {
            batch = try await base.batch(for: request.asking(for: missing), novelty: novelty)
            for prompt in batch.prompts { share(prompt, request.key) }
        }
        var shared: [GeneratedPrompt] = []
        for place in places {
            guard let prompt = prompts[request.key]?[place] else { break }
            used[request.cellID, default: []].insert(place)
            shared.append(prompt)
        }
        return PromptBatch(prompts: shared, shortfall: batch.shortfall, refused: batch.refused)
    }

    /// The first places that a cell has not had, those with the chosen parts before the others.
    private func places(for request: PromptRequest) -> [Int] {
        func isOpen(_ place: Int) -> Bool { used[request.cellID]?.contains(place) != true }
        var places: [Int] = []
        if let parts = request.parts {
            places = (prompts[request.key] ?? [:]).filter { isOpen($0.key) && $0.value.has(parts) }.keys.sorted()
            places.removeLast(max(places.count - request.count, 0))
        }
        var place = 0
        while places.count < request.count {
            if isOpen(place), !places.contains(place) { places.append(place) }
            place += 1
        }
        return places
    }

    /// Puts a prompt at the first free place: a sibling may have filled some meanwhile.
    private func share(_ prompt: GeneratedPrompt, _ key: String) {
        var place = 0
        while prompts[key]?[place] != nil { place += 1 }
        prompts[key, default: [:]][place] = GeneratedPrompt(
            text: prompt.text, origin: prompt.origin.merging([Self.placeKey: .int(place)]) { $1 })
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
        let request = PromptRequest(grid: grid, cell: grid.cell(testCase.plan.cell), count: 1)
        await shared?.recall(request, GeneratedPrompt(text: testCase.prompt, origin: testCase.origin))
        await paired?.recall(request, testCase.origin)
    }
}
