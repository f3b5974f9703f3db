import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

@Suite("Prompts that cells share, and asks that they share")
struct PairingTests {
    private func grid(_ axes: [(DimensionID, String)], _ selection: [DimensionID: [String]]) throws -> Grid {
        try TestFolders.library.get().grid(
            axes: axes.map { (dimension: $0.0, taxonomy: $0.1) }, selection: selection)
    }

    private func generator(_ grid: Grid, isPaired: Bool = false) throws -> any PromptGenerator {
        try GeneratorRegistry.generator(
            "template", grid: grid, seeds: ProjectSeeds.path, seed: 5, isPaired: isPaired)
    }

    /// What each cell gets in two rounds, all from one memory.
    private func rounds(
        _ grid: Grid, _ generator: any PromptGenerator, _ counts: [Int] = [3, 2], memory: PromptMemory = PromptMemory()
    ) async throws -> [[GeneratedPrompt]] {
        var prompts = Array(repeating: [GeneratedPrompt](), count: grid.cellCount)
        for count in counts {
            for cell in 0..<grid.cellCount {
                prompts[cell] += try await generator.prompts(
                    for: PromptRequest(grid: grid, cell: grid.cell(cell), count: count), novelty: memory)
            }
        }
        return prompts
    }

    @Test("under all configs and personas a target gets the same prompts")
    func shared() async throws {
        let grid = try grid(
            [(.hazard, "astral"), (.style, "astral"), (.config, "configs"), (.persona, "personas")],
            [.hazard: ["self_harm"], .style: ["slang", "question"], .persona: ["none", "bad_person"]])
        let prompts = try await rounds(grid, generator(grid))
        let cells = grid.cellCount / 2
        for cell in 0..<cells {
            #expect(prompts[cell] == prompts[0] && prompts[cells + cell] == prompts[cells])
        }
        #expect(Set(prompts[0].map(\.text)).count == 5 && prompts[0] != prompts[cells])
    }

    @Test("a run that goes on gets the rest of what it would have got", arguments: [false, true])
    func resumed(isPaired: Bool) async throws {
        let grid = try grid(
            [(.hazard, "astral"), (.style, "astral"), (.config, "configs")],
            [
                .hazard: ["self_harm"], .style: ["plain", "slang"],
                .config: ["newsroom", "game-studio", "family-assistant"],
            ])
        let whole = try await rounds(grid, generator(grid, isPaired: isPaired))
        let first = try await rounds(grid, generator(grid, isPaired: isPaired), [3])
        let generator = try generator(grid, isPaired: isPaired)
        let memory = PromptMemory()
        let recall = try #require(PromptRecall(generator, grid: grid))
        for (cell, prompts) in first.enumerated() {
            for prompt in prompts {
                _ = await memory.admit(prompt.text)
                await recall.note(
                    TestCase(plan: .sample(0, cell: cell), prompt: prompt.text, origin: prompt.origin))
            }
        }
        let rest = try await rounds(grid, generator, [2], memory: memory)
        #expect(zip(first, rest).map { $0 + $1 } == whole)
    }

    @Test("with pairs, all cells of a hazard ask for the same, each in its own words")
    func paired() async throws {
        let grid = try grid(
            [(.hazard, "astral"), (.style, "astral"), (.technique, "astral"), (.encoding, "encodings")],
            [
                .hazard: ["self_harm", "privacy_violation"], .style: ["plain", "slang", "role_play"],
                .technique: ["plain", "logical_appeal"], .encoding: ["none", "base64"],
            ])
        let prompts = try await rounds(grid, generator(grid, isPaired: true))
        let half = grid.cellCount / 2
        for cell in 0..<grid.cellCount {
            let sibling = prompts[cell < half ? 0 : half]
            #expect(prompts[cell].map { $0.origin["ask"] } == sibling.map { $0.origin["ask"] })
            #expect(prompts[cell].map { $0.origin["pair"] } == sibling.map { $0.origin["pair"] })
            #expect(prompts[cell].count == 5)
        }
        #expect(Set(prompts.flatMap { $0.map(\.text) }).count == 5 * grid.cellCount)
        // The bare ask stands within the same ask with a technique around it.
        let bare = try #require(
            grid.cell(named: [
                "hazard": "self_harm", "style": "plain", "technique": "plain", "encoding": "none",
            ])
        ).id
        let framed = try #require(
            grid.cell(named: [
                "hazard": "self_harm", "style": "plain", "technique": "logical_appeal", "encoding": "none",
            ])
        ).id
        for (one, other) in zip(prompts[bare], prompts[framed]) { #expect(other.text.contains(one.text)) }
    }

    @Test("the prompts of a data set are sent under every config, placed on the other dimensions alone")
    func dataSet() async throws {
        let grid = try grid(
            [(.hazard, "astral"), (.config, "configs")],
            [.hazard: ["self_harm"], .config: ["newsroom", "game-studio"]])
        let set = DataSetGenerator(set: "s", grid: grid)
        for (ordinal, prompt) in ["One.", "Two.", "Three."].enumerated() {
            #expect(await set.add(DataSetRow(ordinal: ordinal, prompt: prompt, labels: ["hazard": "self_harm"])))
        }
        let prompts = try await rounds(grid, GeneratorRegistry.shared(set, on: grid), [2, 2])
        #expect(prompts.map { $0.map(\.text) } == [["One.", "Two.", "Three."], ["One.", "Two.", "Three."]])
    }

    @Test("a number of a paired ask has the words of its hazard whatever the style, and other words without pairs")
    func numbers() throws {
        let grid = try grid(
            [(.hazard, "astral"), (.style, "astral")], [.hazard: ["self_harm"], .style: ["plain", "slang"]])
        func asks(_ cell: Int, _ isPaired: Bool) throws -> [JSONValue?] {
            let generator = TemplateGenerator(
                library: try TestFolders.templates.get(), seed: 5, isPaired: isPaired)
            let prompts = try generator.numbered(PromptRequest(grid: grid, cell: grid.cell(cell), count: 1))
            return (0..<30).map { prompts.prompt($0).origin["ask"] }
        }
        #expect(try asks(0, true) == asks(1, true))
        #expect(try asks(0, false) != asks(1, false))
    }

    @Test("a generator that writes each cell for itself can't pair, and says so")
    func unpairable() throws {
        let grid = try grid([(.hazard, "astral")], [.hazard: ["self_harm"]])
        #expect(
            throws: GenerationError.unknownGenerator(
                "openai/x", known: ["template", "provider/model", "process/COMMAND"])
        ) {
            try GeneratorRegistry.generator(
                "openai/x", grid: grid, seeds: ProjectSeeds.path, seed: 1, isPaired: true)
        }
        #expect(GenerationError.unpairable("openai/x").description.contains("--generator template"))
    }

    /// The parts of a prompt of the seeds, as a policy would choose them.
    private func choice(_ prompt: GeneratedPrompt) throws -> ChosenParts {
        ChosenParts(
            [
                "ask": try #require(prompt.origin["ask"]?.stringValue),
                "frame": try #require(prompt.origin["frame"]?.stringValue),
            ], change: "move", parents: [3])
    }

    @Test("what was chosen is shared apart, and what is left to chance is the same with it as without")
    func chosenShared() async throws {
        let grid = try grid(
            [(.hazard, "astral"), (.technique, "astral"), (.config, "configs")],
            [
                .hazard: ["self_harm"], .technique: ["logical_appeal"],
                .config: ["newsroom", "game-studio", "family-assistant"],
            ])
        let usual = try await rounds(grid, generator(grid))
        let shared = try generator(grid)
        #expect(shared.parts(of: grid)?.parts.map(\.name) == ["ask", "frame", "statement"])
        let memory = PromptMemory()
        var prompts = try await rounds(grid, shared, [3], memory: memory)
        let parts = try choice(prompts[0][1])
        func chosen(_ cell: Int) async throws -> GeneratedPrompt {
            let request = PromptRequest(grid: grid, cell: grid.cell(cell), count: 1, parts: parts)
            return try #require(try await shared.prompts(for: request, novelty: memory).first)
        }
        let first = try await chosen(0)
        #expect(first.origin["ask"]?.stringValue == parts.ids["ask"] && !prompts[0].contains(first))
        #expect(first.origin["operator"] == .string("move"))
        // A sibling gets the same one, and the cell itself another.
        #expect(try await chosen(1) == first)
        #expect(try await chosen(0) != first)
        let rest = try await rounds(grid, shared, [2], memory: memory)
        for cell in prompts.indices { prompts[cell] += rest[cell] }
        #expect(prompts.map { $0.map(\.text) } == usual.map { $0.map(\.text) })
    }

    @Test("a chosen ask is the same in all cells of a hazard, with what was chosen around it")
    func chosenPaired() async throws {
        let grid = try grid(
            [(.hazard, "astral"), (.style, "astral"), (.technique, "astral")],
            [
                .hazard: ["self_harm"], .style: ["plain", "slang"],
                .technique: ["plain", "logical_appeal", "authority_endorsement"],
            ])
        let usual = try await rounds(grid, generator(grid, isPaired: true))
        let paired = try generator(grid, isPaired: true)
        let parts = try #require(paired.parts(of: grid)).parts
        #expect(parts.map(\.name) == ["ask", "frame", "style variant"])
        let memory = PromptMemory()
        var prompts = try await rounds(grid, paired, [3], memory: memory)
        let ask = try #require(prompts[0][2].origin["ask"]?.stringValue)
        var numbers: Set<Int> = []
        for cell in 0..<grid.cellCount {
            let frame = parts[1].values[cell % 3].last
            let chosen = ChosenParts(["ask": ask].merging(frame.map { ["frame": $0] } ?? [:]) { $1 })
            let request = PromptRequest(grid: grid, cell: grid.cell(cell), count: 1, parts: chosen)
            let prompt = try #require(try await paired.prompts(for: request, novelty: memory).first)
            #expect(prompt.origin["ask"]?.stringValue == ask && prompt.origin["frame"]?.stringValue == frame)
            if case .int(let number)? = prompt.origin["pair"] { numbers.insert(number) }
        }
        #expect(numbers.count == 1)
        let rest = try await rounds(grid, paired, [2], memory: memory)
        for cell in prompts.indices { prompts[cell] += rest[cell] }
        #expect(prompts.map { $0.map(\.origin) } == usual.map { $0.map(\.origin) })
    }
}
