import Foundation
import Records
import SafetyGrid
import Testing

@testable import Generation

/// The seeds that are shipped.
@Suite("Shipped seeds")
struct SeedsTests {
    let library: SeedLibrary
    let templates: TemplateLibrary
    let grid: Grid

    init() throws {
        library = try TestFolders.library.get()
        templates = try TestFolders.templates.get()
        grid = try library.grid()
    }

    @Test("the default grid has 14 hazards, 6 styles and 5 techniques")
    func shape() {
        #expect(grid.shape == [14, 6, 5])
        #expect(grid.id == "astral")
    }

    @Test("asks belong to hazards there are")
    func hazards() {
        let known = Set(library.taxonomies.filter { $0.dimension == "hazard" }.flatMap { $0.values.map(\.id) })
        #expect(Set(templates.hazards).isSubset(of: known))
        #expect(Set(templates.hazards).isSuperset(of: grid.dimensions[0].values.map(\.id)))
    }

    @Test("a hazard has at least 12 patterns that expand to at least 60 asks")
    func asks() {
        for hazard in grid.dimensions[0].values {
            let asks = templates.asks(for: hazard)
            #expect(asks.count >= 12, "\(hazard.id): \(asks.count)")
            let texts = Set(asks.flatMap { ask in (0..<ask.template.count).map { ask.template.filled($0).text } })
            #expect(texts.count >= 60, "\(hazard.id): \(texts.count)")
        }
    }

    @Test("a cell has at least 200 distinct prompts that show its style", arguments: 0..<420)
    func cell(_ id: Int) async throws {
        let cell = grid.cell(id)
        let generator = TemplateGenerator(library: templates, seed: 7)
        let request = PromptRequest(grid: grid, cell: cell, count: 300)
        let texts = try await generator.prompts(for: request, novelty: PromptMemory()).map(\.text)
        #expect(texts.count == 300)
        #expect(Set(texts).count == texts.count)
        let style = request.cell.first { $0.dimension == "style" }?.value.id
        for text in texts {
            #expect(!text.contains { $0 == "{" || $0 == "}" }, "\(text)")
            #expect(!text.contains("  "), "\(text)")
            #expect(text.utf8.count < 2_000, "\(text)")
            if style == "question" { #expect(text.hasSuffix("?"), "\(text)") }
        }
    }
}
