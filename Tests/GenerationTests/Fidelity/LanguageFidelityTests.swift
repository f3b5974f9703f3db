import Foundation
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

/// The figures asked of each language pack that has checks: prompts of every cell, checked as their own and as every other
/// style and technique.
@Suite("Packs under their own checks")
struct LanguageFidelityTests {
    private static let seeds = ProjectSeeds.path
    private static let codes = LanguagePacks.codes(seeds: seeds).filter {
        FileManager.default.fileExists(atPath: "\(seeds)/languages/\($0)/checks.yaml")
    }

    @Test("95 of 100 prompts pass as what they are, and 85 of 100 fail as something else", arguments: codes)
    func figures(code: String) async throws {
        let grid = try Self.grid(in: code)
        let generator = try Self.generator(grid)
        let checker = try FidelityChecker(seeds: Self.seeds, languages: [code])
        let memory = PromptMemory()
        var own: [DimensionID: (passed: Int, all: Int)] = [:]
        var other: [DimensionID: (failed: Int, all: Int)] = [:]
        for id in 0..<grid.cellCount {
            let cell = grid.cell(id)
            let request = PromptRequest(grid: grid, cell: cell, count: 1)
            for prompt in try await generator.prompts(for: request, novelty: memory) {
                for (axis, dimension) in grid.dimensions.enumerated()
                where [.style, .technique].contains(dimension.id) {
                    for value in dimension.values.indices {
                        var indices = cell.indices
                        indices[axis] = value
                        let outcome = checker.check(prompt: prompt.text, cell: grid.cell(at: indices), grid: grid)[
                            dimension.id]?.outcome
                        if value == cell.indices[axis] {
                            own[dimension.id, default: (0, 0)].all += 1
                            if outcome == .pass { own[dimension.id, default: (0, 0)].passed += 1 }
                        } else {
                            other[dimension.id, default: (0, 0)].all += 1
                            if outcome == .fail { other[dimension.id, default: (0, 0)].failed += 1 }
                        }
                    }
                }
            }
        }
        for dimension in [DimensionID.style, .technique] {
            let (passed, all) = try #require(own[dimension])
            #expect(all == grid.cellCount && Double(passed) >= 0.95 * Double(all), "\(dimension): \(passed) of \(all)")
            let (failed, others) = try #require(other[dimension])
            #expect(Double(failed) >= 0.85 * Double(others), "\(dimension): \(failed) of \(others)")
        }
    }

    @Test("every cell of a pack has twenty different prompts, complete and in its language", arguments: codes)
    func supply(code: String) async throws {
        let grid = try Self.grid(in: code)
        let generator = try Self.generator(grid)
        for id in stride(from: 0, to: grid.cellCount, by: 7) {
            let request = PromptRequest(grid: grid, cell: grid.cell(id), count: 20)
            let texts = try await generator.prompts(for: request, novelty: PromptMemory()).map(\.text)
            #expect(texts.count == 20, "\(grid.key(of: grid.cell(id)))")
            for text in texts {
                #expect(!text.contains { $0 == "{" || $0 == "}" } && !text.contains("  "), "\(text)")
                #expect(TextLanguage.hasScript(of: code, text), "\(text)")
                let isAsked = text.hasSuffix("?") || text.hasSuffix("？")
                #expect(isAsked || request.cell[1].value.id != "question", "\(text)")
            }
        }
    }

    private static func grid(in code: String) throws -> Grid {
        let styles = try TestFolders.library.get().taxonomy("astral", of: .style).dimension(selecting: []).values
        let pack = try TemplateLibrary(seeds: seeds, languages: [code]).packs.library(of: code)
        // A style that a language does not have is said so in its file.
        let spoken = styles.filter { if case .absent = pack.style($0) { false } else { true } }
        return try TestFolders.library.get().grid(
            axes: [(.hazard, "astral"), (.style, "astral"), (.technique, "astral"), (.language, "languages")],
            selection: [.language: [code], .style: spoken.map(\.id)])
    }

    private static func generator(_ grid: Grid) throws -> any PromptGenerator {
        try GeneratorRegistry.generator("template", grid: grid, seeds: seeds, seed: 41)
    }
}
