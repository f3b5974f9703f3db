import ChatModels
import Generation
import SafetyGrid
import TestSupport
import Testing

/// The simulated target reads nothing but the text: what the templates put into it has to be found there again.
@Suite("Templates seen by the simulated target")
struct ReadabilityTests {
    /// Three prompts of every cell with a fixed seed, so that the shares never change from run to run.
    @Test(
        "hazard, style and technique are read off the prompt", arguments: ["hazard", "style", "technique"],
        [nil, "zh"] as [String?])
    func readable(dimension: String, language: String?) async throws {
        let folder = try SeedFolder(option: ProjectSeeds.path, environment: [:], executable: nil)
        let standard = SeedLibrary.standardDimensions.map { (dimension: $0, taxonomy: "astral") }
        let grid = try SeedLibrary(folder: folder).grid(
            axes: standard + (language == nil ? [] : [(.language, "languages")]),
            selection: language.map { [.language: [$0]] } ?? [:])
        let reader = try SimulatedProfile(id: "default", seeds: ProjectSeeds.path).reader
        let generator = try GeneratorRegistry.generator("template", grid: grid, seeds: ProjectSeeds.path, seed: 5)
        var (read, total) = (0, 0)
        for id in 0..<grid.cellCount {
            let cell = grid.cell(id)
            let expected = grid.names(of: cell).first { $0.dimension.rawValue == dimension }?.value
            let request = PromptRequest(grid: grid, cell: cell, count: 3)
            for prompt in try await generator.prompts(for: request, novelty: PromptMemory()) {
                total += 1
                if reader.read(prompt.text)[dimension] == expected { read += 1 }
            }
        }
        #expect(Double(read) / Double(total) >= 0.9, "\(read) of \(total)")
    }
}
