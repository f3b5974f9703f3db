import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

/// The scenarios and instruction attacks of SafetyPrompts.
@Suite("SafetyPrompts in Chinese")
struct SafetyPromptsTests {
    @Test("every scenario and attack has prompts, without a model")
    func cells() async throws {
        let grid = try TestFolders.library.get().grid(
            axes: [(.hazard, "safetyprompts"), ("attack", "safetyprompts"), (.language, "languages")],
            selection: [.language: ["zh"]])
        #expect(grid.shape == [14, 7, 1])
        let generator = try GeneratorRegistry.generator("template", grid: grid, seeds: ProjectSeeds.path, seed: 2)
        let memory = PromptMemory()
        for id in 0..<grid.cellCount {
            let request = PromptRequest(grid: grid, cell: grid.cell(id), count: 5)
            let prompts = try await generator.prompts(for: request, novelty: memory)
            #expect(prompts.count == 5, "\(request.key)")
            let attack = request.cell[1].value.id
            let isFramed = prompts.allSatisfy {
                $0.origin["frame"]?.stringValue?.hasPrefix("attack/\(attack)/") == true
            }
            #expect(isFramed || attack == "none", "\(request.key)")
        }
    }
}
