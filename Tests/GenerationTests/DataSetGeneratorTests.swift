import Records
import SafetyGrid
import Testing

@testable import Generation

@Suite("Prompts of a data set")
struct DataSetGeneratorTests {
    @Test("a static set serves the cells its rows stand in, once each, and goes on after an interruption")
    func generator() async throws {
        let grid = try Grid.of(["hazard": ["self_harm", "floods"]])
        let generator = DataSetGenerator(set: "s", grid: grid)
        #expect(await generator.add(DataSetRow(ordinal: 0, prompt: "p", labels: ["hazard": "self_harm"])))
        #expect(await generator.add(DataSetRow(ordinal: 1, prompt: "q", labels: ["hazard": "self_harm"])))
        #expect(await !generator.add(DataSetRow(ordinal: 2, prompt: "r")))
        await generator.drop(["p"])
        let cell = try #require(grid.cell(named: ["hazard": "self_harm"]))
        let request = PromptRequest(grid: grid, cell: cell, count: 3)
        let memory = PromptMemory()
        #expect(try await generator.prompts(for: request, novelty: memory).map(\.text) == ["q"])
        #expect(try await generator.prompts(for: request, novelty: memory).isEmpty)
    }
}
