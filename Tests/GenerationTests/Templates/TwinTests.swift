import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

@Suite("Harmless twins")
struct TwinTests {
    private func grid(_ selection: [DimensionID: [String]] = [:]) throws -> Grid {
        try TestFolders.library.get().grid(
            axes: [(.hazard, "astral"), (.style, "astral"), (.technique, "astral"), (.intent, "twins")],
            selection: selection)
    }

    @Test("every hazard has at least eight, and none of them is an ask of a hazard")
    func supply() throws {
        let templates = try TestFolders.templates.get()
        let hazards = try TestFolders.library.get().taxonomy("astral", of: .hazard).values
        var all: Set<String> = []
        for hazard in hazards {
            let twins = templates.twins(for: hazard).flatMap { ask in
                (0..<ask.template.count).map { ask.template.filled($0).text }
            }
            #expect(twins.count >= 8, "\(hazard.id)")
            for twin in twins { #expect(all.insert(twin).inserted, "\(twin) stands twice") }
        }
        let asks = Set(hazards.flatMap { templates.asks(for: $0) }.flatMap(\.template.texts))
        #expect(all.isDisjoint(with: asks))
    }

    @Test("each names the harmful ask of its hazard that it resembles, and the prompt's origin does")
    func partners() async throws {
        let templates = try TemplateLibrary(seeds: ProjectSeeds.path, hasTwins: true)
        for hazard in try TestFolders.library.get().taxonomy("astral", of: .hazard).values {
            let asks = Set(templates.asks(for: hazard).map(\.template.id))
            for twin in templates.twins(for: hazard) { #expect(twin.partner.map(asks.contains) == true) }
        }
        let grid = try grid([.hazard: ["privacy_violation"], .style: ["slang"], .technique: ["logical_appeal"]])
        let isTwin = grid.isTwin
        for cell in 0..<grid.cellCount {
            let prompts = try await TemplateGenerator(library: templates, seed: 1).prompts(
                for: PromptRequest(grid: grid, cell: grid.cell(cell), count: 3), novelty: PromptMemory())
            for prompt in prompts { #expect((prompt.origin["twin_of"] != nil) == isTwin(cell)) }
        }
    }

    @Test("the ask with the rarest words in common is the partner")
    func resemblance() throws {
        func ask(_ text: String) throws -> Ask {
            let reader = TemplateReader()
            return Ask(
                kind: .howto, template: try reader.template(YAMLValue(text: "\"\(text)\"", file: "t.yaml"), id: text))
        }
        let asks = try ["stop a dog barking", "stop a dog eating", "poison the fleas of a dog"].map(ask)
        let twins = try ["kill the fleas on my dog", "stop a dog"].map(ask)
        #expect(Ask.twins(twins, of: asks).map(\.partner) == ["poison the fleas of a dog", "stop a dog barking"])
        #expect(Ask.twins(twins, of: []).allSatisfy { $0.partner == nil })
    }

    @Test("they pass through every style and technique, and differ from the harmful cell")
    func wording() async throws {
        let grid = try grid([.hazard: ["violence_aiding_abetting_incitement", "self_harm"]])
        let generator = TemplateGenerator(library: try TestFolders.templates.get(), seed: 3)
        try generator.validate(grid)
        let isTwin = grid.isTwin
        for cell in 0..<grid.cellCount {
            let prompts = try await generator.prompts(
                for: PromptRequest(grid: grid, cell: grid.cell(cell), count: 8), novelty: PromptMemory())
            #expect(prompts.count == 8)
            for prompt in prompts {
                #expect((prompt.origin["ask"]?.stringValue?.hasPrefix("twin/") ?? false) == isTwin(cell))
            }
        }
    }

    @Test("the packs have them too, at least eight a hazard, and none of them is an ask", arguments: ["es", "zh"])
    func packs(code: String) async throws {
        let pack = try TemplateLibrary(seeds: ProjectSeeds.path, hasTwins: true, languages: [code])
            .packs.library(of: code)
        let hazards = try TestFolders.library.get().taxonomy("astral", of: .hazard).values
        let twins = hazards.map { pack.twins(for: $0) }
        #expect(twins.allSatisfy { $0.count >= 8 })
        let asks = Set(hazards.flatMap { pack.asks(for: $0) }.flatMap(\.template.texts))
        #expect(asks.isDisjoint(with: twins.joined().filter { $0.template.count == 1 }.flatMap(\.template.texts)))
        let grid = try TestFolders.library.get().grid(
            axes: [(.hazard, "astral"), (.intent, "twins"), (.language, "languages")], selection: [.language: [code]])
        _ = try GeneratorRegistry.generator("template", grid: grid, seeds: ProjectSeeds.path, seed: 1)
    }

    @Test("a grid without them does not read them")
    func unread() throws {
        let fixture = try SeedFixture(["twins.yaml": "no: twins"])
        func generator(_ axes: KeyValuePairs<DimensionID, [String]>) throws {
            _ = try GeneratorRegistry.generator("template", grid: Grid.of(axes), seeds: fixture.path, seed: 1)
        }
        try generator(["hazard": ["pets"]])
        #expect(throws: ConfigurationError.self) { try generator(["hazard": ["pets"], "intent": ["twin"]]) }
    }

    @Test("a hazard without twins is reported with the file to edit")
    func missing() throws {
        let fixture = try SeedFixture()
        let grid = try Grid.of(["hazard": ["pets"], "intent": ["twin"]])
        let error = try #require(throws: GenerationError.self) {
            try GeneratorRegistry.generator("template", grid: grid, seeds: fixture.path, seed: 1)
        }
        #expect(
            error.description
                == "no harmless twins for the hazard 'pets'; add some to \(fixture.path)/templates/twins.yaml")
    }
}
