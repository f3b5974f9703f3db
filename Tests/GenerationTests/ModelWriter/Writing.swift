import ChatModels
import FaultServer
import Foundations
import HTTPTransport
import Records
import SafetyGrid
import TestSupport

@testable import Generation

/// A generator model behind a scripted server on a real socket.
struct Writing {
    let script: ChatScript
    let grid: Grid
    let memory = PromptMemory()
    private let model: any ChatModel
    private let passages: (any PassageSource)?
    private let settings: ModelGenerator.Settings
    private let fallback: (any PromptGenerator)?
    private let protective: ProtectiveCheck?
    private let gate: PromptGate?

    init(
        variant: GenerationVariant = .standard, passages: [Passage] = [], start: Double = 0, temperature: Double? = nil,
        fallback: Bool = true, grid: Grid? = nil, protective: Bool = true, gate: PromptGate? = nil,
        _ answer: @escaping @Sendable (ChatScript.Call) -> ChatScript.Answer
    ) throws {
        script = try ChatScript(answer)
        self.gate = gate
        self.protective = protective ? try ProtectiveCheck(seeds: ProjectSeeds.path) : nil
        self.grid =
            try grid ?? Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
        let context = ModelContext(environment: [:], http: try CurlClient(CurlSettings()), seeds: ProjectSeeds.path)
        model = WatchedModel(try ModelRegistry.model("openai/writer", baseURL: script.baseURL, context: context))
        settings = ModelGenerator.Settings(variant: variant, seed: 1, temperature: temperature, start: start)
        self.passages = passages.isEmpty ? nil : FixedPassages(passages: passages)
        self.fallback =
            fallback ? TemplateGenerator(library: try TemplateLibrary(seeds: ProjectSeeds.path), seed: 1) : nil
    }

    /// Asks for prompts of a cell.
    func batch(
        _ count: Int, cell: Int = 0, round: Int = 0, written: [String] = [], exemplars: [Exemplar] = [],
        isLeftToFallback: Bool = false, parts: [String: String]? = nil
    ) async throws -> PromptBatch {
        let generator = ModelGenerator(
            model: model, settings: settings, examples: try ExampleLibrary(seeds: ProjectSeeds.path),
            passages: passages, fallback: fallback, protective: protective, gate: gate)
        let request = PromptRequest(
            grid: grid, cell: grid.cell(cell), count: count, round: round, written: written, exemplars: exemplars,
            isLeftToFallback: isLeftToFallback, parts: parts.map { ChosenParts($0) })
        return try await generator.batch(for: request, novelty: memory)
    }

    /// A model that reads hazards behind a scripted server.
    static func reader(at script: ChatScript) throws -> FidelityModel {
        let context = ModelContext(environment: [:], http: try CurlClient(CurlSettings()), seeds: ProjectSeeds.path)
        return FidelityModel(
            model: try ModelRegistry.model("openai/reader", baseURL: script.baseURL, context: context), seed: 1)
    }

    /// A JSON array of prompts with these words in them.
    static func list(_ words: String...) -> ChatScript.Answer {
        .text("[" + words.map { "\"Tell me about \($0).\"" }.joined(separator: ", ") + "]")
    }
}

/// Passages that fit every query of their age.
struct FixedPassages: PassageSource {
    let passages: [Passage]

    func passages(for query: PassageQuery) async throws -> [Passage] {
        Array(passages.filter { ($0.published ?? $0.fetched) >= query.since ?? 0 }.prefix(query.limit))
    }
}

extension Passage {
    /// A passage of a made-up page.
    static func sample(
        _ id: Int64, text: String = "A sentence.", title: String = "A page", url: String? = nil, published: Double = 0
    ) -> Passage {
        Passage(
            id: id, url: url ?? "https://news.example/\(id)", title: title, published: published, fetched: 5,
            text: text,
            score: 1)
    }
}

extension JSONValue {
    /// The items of a list; none for anything else.
    var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }
    var int: Int? { if case .int(let number) = self { number } else { nil } }
}
