import Foundations
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

@Suite("Wrappers")
struct WrapperTests {
    private static let whole: [(dimension: DimensionID, taxonomy: String)] = [
        (.hazard, "astral"), (.style, "astral"), (.technique, "astral"), (.intent, "twins"),
        (.encoding, "encodings"), (.attack, "egida"),
    ]

    private func grid(
        _ selection: [DimensionID: [String]], axes: [(dimension: DimensionID, taxonomy: String)] = whole
    ) throws -> Grid {
        try TestFolders.library.get().grid(axes: axes, selection: selection)
    }

    private func generator(_ grid: Grid, seeds: String = ProjectSeeds.path) throws -> any PromptGenerator {
        try GeneratorRegistry.generator("template", grid: grid, seeds: seeds, seed: 5)
    }

    @Test("hazards and wrappers alone make a grid whose cells ask for the same, each in its wrapper")
    func alone() async throws {
        let grid = try grid(
            [.hazard: ["privacy_violation"]], axes: [(.hazard, "astral"), (.attack, "egida")])
        #expect(grid.cellCount == 19)
        let generator = try generator(grid)
        let memory = PromptMemory()
        var texts: Set<String> = []
        var asks: Set<String?> = []
        for cell in 0..<grid.cellCount {
            let prompts = try await generator.prompts(
                for: PromptRequest(grid: grid, cell: grid.cell(cell), count: 1), novelty: memory)
            let prompt = try #require(prompts.first)
            let plain = prompt.origin["plain"]?.stringValue
            #expect((plain == nil) == (grid.names(of: grid.cell(cell))[1].value == "none"))
            #expect(prompt.text.contains(plain ?? prompt.text))
            asks.insert(plain ?? prompt.text)
            texts.insert(prompt.text)
        }
        #expect(texts.count == 19 && asks.count == 1)
    }

    @Test("every wrapper has at least four texts, with the request in a paragraph of its own")
    func texts() throws {
        let values = try TestFolders.library.get().taxonomy("egida", of: .attack).values
        let library = try SurfaceLibrary(seeds: ProjectSeeds.path)
        var all: Set<String> = []
        for value in values where value.id != "none" {
            let wrappers = try library.surface(of: [(.attack, value)]).wrappers
            #expect(wrappers.count >= 4, "\(value.id)")
            for wrapper in wrappers {
                let text = wrapper.filled(0, hole: Array("\u{1}".utf8)).text
                #expect(all.insert(text).inserted)
                #expect(text.split(separator: "\n").contains("\u{1}"), "\(wrapper.id)")
                #expect(text.split(separator: " ").count <= 40, "longer wrappers make near-duplicates: \(wrapper.id)")
            }
        }
    }

    @Test("a cell of every wrapper has 40 prompts, bare asks too, that are no near-duplicates of each other")
    func supply() async throws {
        let grid = try grid([
            .hazard: ["privacy_violation"], .style: ["plain"], .technique: ["plain"], .intent: ["harmful"],
            .encoding: ["none"],
        ])
        let generator = try generator(grid)
        for cell in 0..<grid.cellCount {
            let prompts = try await generator.prompts(
                for: PromptRequest(grid: grid, cell: grid.cell(cell), count: 40), novelty: PromptMemory())
            #expect(prompts.count == 40, "\(grid.key(of: grid.cell(cell)))")
        }
    }

    @Test("the text behind wrapper and encoding can be read, and style and technique are checked in it")
    func combined() async throws {
        let grid = try grid([
            .hazard: ["privacy_violation"], .style: ["question", "slang"], .technique: ["logical_appeal"],
            .encoding: ["none", "base64", "homoglyphs"],
        ])
        let generator = try generator(grid)
        let checker = try FidelityChecker(seeds: ProjectSeeds.path)
        let surfaces = try #require(try checker.surfaces(of: grid))
        var (verified, total) = (0, 0)
        for id in 0..<grid.cellCount {
            let cell = grid.cell(id)
            for prompt in try await generator.prompts(
                for: PromptRequest(grid: grid, cell: cell, count: 1), novelty: PromptMemory())
            {
                let plain = surfaces.plain(prompt.text, of: cell)
                #expect(plain == prompt.origin["plain"]?.stringValue ?? prompt.text)
                #expect((prompt.origin["ask"]?.stringValue?.hasPrefix("twin/") == true) == grid.isTwin(id))
                let fidelity = checker.check(prompt: prompt.text, plain: plain, cell: cell, grid: grid)
                let isVerified = checker.verifies(prompt: prompt.text, plain: plain, cell: cell, grid: grid)
                #expect(isVerified == fidelity.isVerified)
                if isVerified { verified += 1 }
                total += 1
            }
        }
        #expect(total == grid.cellCount)
        #expect(Double(verified) >= 0.9 * Double(total), "\(verified) of \(total)")
    }

    @Test("wrapped prompts pass the check of their wrapper, and fail that of another")
    func fidelity() async throws {
        let hazards = try TestFolders.library.get().taxonomy("astral", of: .hazard).values.filter { !$0.isProtective }
        let grid = try grid([
            .hazard: hazards.map(\.id), .style: ["plain"], .technique: ["plain"], .intent: ["harmful"],
            .encoding: ["none"],
        ])
        let generator = try generator(grid)
        let checker = try FidelityChecker(seeds: ProjectSeeds.path)
        let axis = try #require(grid.position(of: .attack))
        let memory = PromptMemory()
        var (own, total, wrong, others) = (0, 0, 0, 0)
        for id in 0..<grid.cellCount where grid.names(of: grid.cell(id))[axis].value != "none" {
            for prompt in try await generator.prompts(
                for: PromptRequest(grid: grid, cell: grid.cell(id), count: 2), novelty: memory)
            {
                for value in grid.dimensions[axis].values.indices.dropFirst() {
                    var indices = grid.cell(id).indices
                    indices[axis] = value
                    let outcome = checker.check(prompt: prompt.text, cell: grid.cell(at: indices), grid: grid)[.attack]
                    let passes = outcome?.outcome == .pass
                    if value == grid.cell(id).indices[axis] {
                        total += 1
                        if passes { own += 1 }
                    } else {
                        others += 1
                        if passes { wrong += 1 }
                    }
                }
            }
        }
        #expect(total == 13 * 18 * 2)
        #expect(Double(own) >= 0.95 * Double(total), "\(own) of \(total)")
        #expect(Double(wrong) <= 0.15 * Double(others), "\(wrong) of \(others)")
    }

    @Test("attacks with frames in a language pack shape the wording there, and wrappers stand around its asks too")
    func packs() async throws {
        let zh: [DimensionID: [String]] = [.hazard: ["privacy_violation"], .language: ["zh"]]
        for (taxonomy, value, isWrapper) in [("safetyprompts", "goal_hijacking", false), ("egida", "poems", true)] {
            let grid = try grid(
                zh.merging([.attack: [value]]) { $1 },
                axes: [(.hazard, "astral"), (.language, "languages"), (.attack, taxonomy)])
            let prompts = try await generator(grid).prompts(
                for: PromptRequest(grid: grid, cell: grid.cell(0), count: 3), novelty: PromptMemory())
            #expect(prompts.count == 3)
            for prompt in prompts {
                #expect((prompt.origin["plain"] != nil) == isWrapper)
                #expect((prompt.origin["frame"]?.stringValue?.contains("attack/\(value)") == true) == !isWrapper)
            }
        }
    }

    @Test("protective questions stay bare, and no check asks them for a wrapper")
    func protective() async throws {
        let grid = try grid(
            [.hazard: ["child_abuse"]], axes: [(.hazard, "astral"), (.style, "astral"), (.attack, "egida")])
        let generator = try generator(grid)
        let checker = try FidelityChecker(seeds: ProjectSeeds.path)
        let memory = PromptMemory()
        for id in stride(from: 0, to: grid.cellCount, by: 5) {
            let prompts = try await generator.prompts(
                for: PromptRequest(grid: grid, cell: grid.cell(id), count: 1), novelty: memory)
            let prompt = try #require(prompts.first)
            #expect(prompt.origin["plain"] == nil)
            let fidelity = checker.check(prompt: prompt.text, cell: grid.cell(id), grid: grid)
            #expect(fidelity[.attack]?.outcome == .unknown)
        }
    }

    @Test(
        "a faulty wrapper is reported with file and line",
        arguments: [
            ("attacks:\n  a: []", "attacks.yaml:2: the list is empty"),
            ("attacks:\n  a:\n    - \"no hole\"", "attacks.yaml:3: the pattern has no {request}"),
            ("attacks:\n  a: [\"{request} {goal}\"]", "attacks.yaml:2: undefined slot '{goal}'"),
            ("attacks:\n  a: {frames: []}", "attacks.yaml:2"), ("wrappers: {}", "attacks.yaml:1: unknown key"),
        ])
    func fault(text: String, part: String) throws {
        let fixture = try SeedFixture(["attacks.yaml": text])
        let error = try #require(throws: ConfigurationError.self) { try SurfaceLibrary(seeds: fixture.path) }
        #expect(error.description.contains(part), "\(error)")
    }

    @Test("a wrapper without a text is reported with file and line before anything is written")
    func missing() throws {
        let fixture = try SeedFixture(["attacks.yaml": "# Wrappers.\nattacks:\n  none: [\"{request}\"]"])
        let grid = try Grid.of(["hazard": ["pets"], "attack": ["none", "riddle"]])
        let error = try #require(throws: GenerationError.self) { try generator(grid, seeds: fixture.path) }
        #expect(
            error.description
                == "no templates for the attack 'riddle'; add it to \(fixture.path)/templates/attacks.yaml:3")
    }
}
