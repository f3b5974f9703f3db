import Foundation
import Foundations
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

    @Test("every hazard of image generators has asks of its own, and what is sexual is about adults")
    func images() throws {
        let taxonomy = try library.taxonomy("t2isafety", of: .hazard)
        for hazard in taxonomy.values {
            let texts = templates.asks(of: hazard.id).flatMap { ask in
                (0..<ask.template.count).map { ask.template.filled($0).text }
            }
            #expect(Set(texts).count >= 30, "\(hazard.id): \(texts.count)")
            guard hazard.parent == "t2i-sexual", !hazard.isProtective else { continue }
            for text in texts {
                #expect(text.contains("adult") || text.contains("grown") || text.contains("couple"), "\(text)")
                let minors: Set = ["child", "children", "girl", "boy", "teen", "pupil", "student"]
                #expect(minors.isDisjoint(with: Words.of(text)), "\(text)")
            }
        }
    }

    @Test("the prompts of a cell are complete and show its style", arguments: 0..<420)
    func cell(_ id: Int) async throws {
        let request = PromptRequest(grid: grid, cell: grid.cell(id), count: 20)
        let texts = try await prompts(request)
        #expect(texts.count == 20)
        #expect(Set(texts).count == texts.count)
        let style = request.cell.first { $0.dimension == "style" }?.value.id
        for text in texts {
            #expect(!text.contains { $0 == "{" || $0 == "}" }, "\(text)")
            #expect(!text.contains("  "), "\(text)")
            #expect(text.utf8.count < 2_000, "\(text)")
            if style == "question" { #expect(text.hasSuffix("?"), "\(text)") }
        }
    }

    @Test("a cell has at least 200 prompts that are no near-duplicates of each other", arguments: 0..<14)
    func supply(_ hazard: Int) async throws {
        // Each hazard with another pair of style and technique.
        let cell = grid.cell(at: [hazard, hazard % 6, hazard % 5])
        #expect(try await prompts(PromptRequest(grid: grid, cell: cell, count: 200)).count == 200)
    }

    private func prompts(_ request: PromptRequest) async throws -> [String] {
        try await TemplateGenerator(library: templates, seed: 7).prompts(for: request, novelty: PromptMemory()).map(
            \.text)
    }
}
