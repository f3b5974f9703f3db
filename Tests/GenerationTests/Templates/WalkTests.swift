import Records
import SafetyGrid
import Testing

@testable import Generation

@Suite("How far a cell's prompts were offered")
struct WalkTests {
    @Test("a later request goes on where the one before ended, with the prompts of one request for all")
    func goesOn() async throws {
        let grid = try TestFolders.library.get().grid(
            axes: [(.hazard, "astral"), (.style, "astral"), (.technique, "astral")])
        let generator = TemplateGenerator(library: try TestFolders.templates.get(), seed: 3)
        let whole = try await generator.prompts(
            for: PromptRequest(grid: grid, cell: grid.cell(5), count: 30), novelty: PromptMemory())
        let memory = PromptMemory()
        var parts: [GeneratedPrompt] = []
        var ends: [Int] = []
        for _ in 0..<3 {
            let request = PromptRequest(grid: grid, cell: grid.cell(5), count: 10)
            parts += try await generator.prompts(for: request, novelty: memory)
            ends.append(await memory.offered(of: generator.name(of: request)))
        }
        #expect(parts == whole)
        #expect(ends[0] >= 10)
        #expect(ends == ends.sorted() && Set(ends).count == 3)
    }

    @Test("what a memory knows from elsewhere is passed over, and counts as offered")
    func known() async throws {
        let grid = try TestFolders.library.get().grid(
            axes: [(.hazard, "astral"), (.style, "astral"), (.technique, "astral")])
        let generator = TemplateGenerator(library: try TestFolders.templates.get(), seed: 3)
        let request = PromptRequest(grid: grid, cell: grid.cell(5), count: 10)
        let first = try await generator.prompts(for: request, novelty: PromptMemory())
        let memory = PromptMemory()
        for prompt in first { #expect(await memory.admit(prompt.text)) }
        let next = try await generator.prompts(for: request, novelty: memory)
        #expect(Set(next.map(\.text)).isDisjoint(with: first.map(\.text)))
        #expect(await memory.offered(of: generator.name(of: request)) >= 20)
    }
}
