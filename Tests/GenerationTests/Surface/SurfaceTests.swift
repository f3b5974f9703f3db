import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

@Suite("Surface of prompts")
struct SurfaceTests {
    private static let axes: [(dimension: DimensionID, taxonomy: String)] = [
        (.hazard, "astral"), (.style, "astral"), (.technique, "astral"), (.perturbation, "perturbations"),
        (.encoding, "encodings"),
    ]

    private func grid(_ selection: [DimensionID: [String]]) throws -> Grid {
        try TestFolders.library.get().grid(axes: Self.axes, selection: selection)
    }

    private func prompts(_ grid: Grid, cell: Int, count: Int = 5, seed: UInt64 = 3) async throws -> [GeneratedPrompt] {
        let generator = try GeneratorRegistry.generator("template", grid: grid, seeds: ProjectSeeds.path, seed: seed)
        return try await generator.prompts(
            for: PromptRequest(grid: grid, cell: grid.cell(cell), count: count), novelty: PromptMemory())
    }

    @Test("every encoding is there, with its own name, and the text can be read back")
    func encodings() async throws {
        let dimension = try TestFolders.library.get().taxonomy("encodings", of: .encoding)
        #expect(dimension.values.map(\.id) == TextEncoding.allCases.map(\.rawValue))
        let grid = try grid([
            .hazard: ["privacy_violation"], .style: ["question"], .technique: ["logical_appeal"],
            .perturbation: ["none"],
        ])
        for cell in 0..<grid.cellCount {
            let encoding = TextEncoding.allCases[cell]
            for prompt in try await prompts(grid, cell: cell) where encoding != .none {
                guard case .string(let plain)? = prompt.origin["plain"] else {
                    Issue.record("no plain text: \(prompt.text)")
                    continue
                }
                #expect(prompt.text.hasSuffix(encoding.encode(plain)))
            }
        }
    }

    @Test("a check of words reads what is behind the encoding")
    func reading() async throws {
        let grid = try grid([
            .hazard: ["privacy_violation"], .style: ["question"], .technique: ["logical_appeal"],
            .perturbation: ["none"],
        ])
        let reading = try #require(try SurfaceReading(of: grid, seeds: ProjectSeeds.path))
        for cell in 0..<grid.cellCount where TextEncoding.allCases[cell].isReversible {
            for prompt in try await prompts(grid, cell: cell, count: 12) {
                let plain = prompt.origin["plain"]?.stringValue ?? prompt.text
                #expect(reading.plain(prompt.text, of: grid.cell(cell)) == plain)
            }
        }
    }

    @Test("nothing is read for a grid without encodings")
    func unread() throws {
        #expect(try SurfaceReading(of: TestFolders.library.get().grid(), seeds: "/nowhere") == nil)
    }

    @Test("an undisturbed, unencoded cell has the prompts of the grid without these dimensions")
    func none() async throws {
        let cut: [DimensionID: [String]] = [
            .hazard: ["self_harm"], .style: ["slang"], .technique: ["expert_endorsement"],
        ]
        let with = try grid(cut.merging([.perturbation: ["none"], .encoding: ["none"]]) { $1 })
        let without = try TestFolders.library.get().grid(selection: cut)
        #expect(try await prompts(with, cell: 0) == prompts(without, cell: 0))
    }

    @Test("the same seed gives the same prompts, and a resumed run goes on where the first one stopped")
    func resumption() async throws {
        let grid = try grid([.hazard: ["privacy_violation"], .style: ["slang"], .technique: ["logical_appeal"]])
        let generator = try GeneratorRegistry.generator("template", grid: grid, seeds: ProjectSeeds.path, seed: 9)
        for cell in stride(from: 0, to: grid.cellCount, by: 7) {
            let whole = try await generator.prompts(
                for: PromptRequest(grid: grid, cell: grid.cell(cell), count: 6), novelty: PromptMemory())
            let memory = PromptMemory()
            try await memory.insert(contentsOf: whole.prefix(2).map(\.text))
            let rest = try await generator.prompts(
                for: PromptRequest(grid: grid, cell: grid.cell(cell), count: 4), novelty: memory)
            #expect(whole.count == 6 && rest == Array(whole.dropFirst(2)))
        }
    }

    @Test("a cell of every surface has 40 prompts that are no near-duplicates of each other")
    func supply() async throws {
        let grid = try grid([.hazard: ["privacy_violation"], .style: ["slang"], .technique: ["logical_appeal"]])
        for cell in 0..<grid.cellCount {
            #expect(try await prompts(grid, cell: cell, count: 40).count == 40, "\(grid.key(of: grid.cell(cell)))")
        }
    }

    @Test(
        "the strength is the share of the places that are changed",
        arguments: [
            ("{kind: typos, strength: 0.5}", 5), ("{kind: fillers, strength: 0.25, texts: [um]}", 3),
            ("{kind: punctuation, strength: 1, texts: [\"!!\"]}", 10),
            ("{kind: emoji, strength: 0.01, texts: [\"🙂\"]}", 1),
        ])
    func strength(yaml: String, changed: Int) throws {
        let perturbation = try #require(try Perturbation.read(YAMLValue(text: yaml, file: "p.yaml")))
        let text = "Please tell me about some lock that nobody ever opened"
        for seed in 0..<50 {
            var random = SeededRandom(seed: UInt64(seed))
            let result = perturbation.apply(to: Array(text.utf8), using: &random).text
            let words = Set(text.split(separator: " "))
            let odd = result.split(separator: " ").count { !words.contains($0) }
            #expect(odd == changed, "\(result)")
        }
    }

    @Test("case changes half of the letters and nothing else")
    func letterCase() throws {
        let perturbation = try #require(
            try Perturbation.read(YAMLValue(text: "{kind: case, strength: 0.5}", file: "p.yaml")))
        let text = Array("Wo wohnt Zoë? Nr. 12, bitte".utf8)
        var random = SeededRandom(seed: 4)
        let result = perturbation.apply(to: text, using: &random)
        #expect(zip(text, result).count { $0 != $1 } == 8)
        #expect(result.text.lowercased() == text.text.lowercased())
    }

    @Test("a text without a place stays as it is", arguments: ["", "?!", "a 1"])
    func noPlace(text: String) throws {
        let typos = try #require(try Perturbation.read(YAMLValue(text: "{kind: typos, strength: 1}", file: "p.yaml")))
        var random = SeededRandom(seed: 1)
        #expect(typos.apply(to: Array(text.utf8), using: &random).text == text)
    }

    @Test(
        "a fault is reported with file and line",
        arguments: [
            ("perturbations.yaml", "perturbations:\n  a: {kind: rain}", "perturbations.yaml:2"),
            ("perturbations.yaml", "perturbations:\n  a: {kind: typos}", "'strength' is missing"),
            ("perturbations.yaml", "perturbations:\n  a: {kind: typos, strength: 1.5}", "is a share"),
            ("perturbations.yaml", "perturbations:\n  a: {kind: typos, strength: 0}", "is a share"),
            ("perturbations.yaml", "perturbations:\n  a: {kind: typos, strength: 0.1, texts: [x]}", "'texts'"),
            ("perturbations.yaml", "perturbations:\n  a: {kind: emoji, strength: 0.1}", "'texts' is missing"),
            ("perturbations.yaml", "perturbations:\n  a: {kind: emoji, strength: 0.1, texts: []}", "'texts' is empty"),
            ("encodings.yaml", "encodings:\n  a: {encoding: enigma}", "no encoding 'enigma'; known: none, base64"),
            ("encodings.yaml", "encodings:\n  a: {encoding: hex, frames: [\"no hole\"]}", "encodings.yaml:2"),
            ("encodings.yaml", "encodings:\n  a: {encoding: hex, frames: []}", "the list is empty"),
            ("encodings.yaml", "codes: {}", "unknown key 'codes'"),
        ])
    func fault(file: String, text: String, part: String) throws {
        let fixture = try SeedFixture([file: text])
        let error = try #require(throws: ConfigurationError.self) { try SurfaceLibrary(seeds: fixture.path) }
        #expect(error.description.contains(part), "\(error)")
        #expect(error.description.contains(file))
    }

    @Test("a value without a surface is reported before anything is written")
    func missing() throws {
        let fixture = try SeedFixture()
        let grid = try Grid.of(["hazard": ["pets"], "encoding": ["morse"]])
        let error = try #require(throws: GenerationError.self) {
            try GeneratorRegistry.generator("template", grid: grid, seeds: fixture.path, seed: 1)
        }
        #expect(
            error.description
                == "no templates for the encoding 'morse'; add it to \(fixture.path)/templates/encodings.yaml")
    }

    @Test("'plain' in style and technique is the bare request, and in no grid that does not select it")
    func plain() async throws {
        let library = try TestFolders.library.get()
        let usual = try library.grid()
        #expect(!usual.dimensions.contains { $0.values.contains { $0.id == "plain" } })
        let whole = try library.grid(selection: [.style: usual.dimensions[1].values.map(\.id) + ["plain"]])
        #expect(whole.shape == [14, 7, 5] && whole.id != usual.id)
        let bare = try library.grid(selection: [.style: ["plain"], .technique: ["plain"]])
        for cell in 0..<bare.cellCount {
            for prompt in try await prompts(bare, cell: cell) {
                #expect(!prompt.text.isEmpty && prompt.text.split(separator: ". ").count <= 2, "\(prompt.text)")
            }
        }
    }
}
