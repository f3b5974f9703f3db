import ChatModels
import Foundation
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

@Suite("a generator that is a program")
struct ProgramGeneratorTests {
    private func generator(_ name: String, on grid: Grid) throws -> any PromptGenerator {
        let writer = ModelWriter(
            settings: .init(seed: 3),
            programs: ProgramContext(environment: ProcessInfo.processInfo.environment, timeout: .seconds(60)),
            model: { _ in throw GenerationError.unknownGenerator("none", known: []) })
        return try GeneratorRegistry.generator(name, grid: grid, seeds: ProjectSeeds.path, seed: 3, writer: writer)
    }

    private func scripted(_ reply: String, _ folder: TemporaryFolder) throws -> String {
        let script = #"""
            read h; echo '{"type":"hello","protocol":1}'
            while read -r q; do
              id=$(echo "$q" | sed 's/.*"id":\([0-9]*\).*/\1/'); echo '{"id":'$id',REPLY}'
            done
            """#
        try script.replacing("REPLY", with: reply).write(toFile: folder("g.sh"), atomically: true, encoding: .utf8)
        return "process/sh \(folder("g.sh"))"
    }

    @Test("the example writes, the same again for the same run", .enabled(if: ProjectExamples.canRun))
    func example() async throws {
        let grid = try Grid.astral(["hazard": ["privacy_violation"], "style": ["question"]])
        let request = PromptRequest(grid: grid, cell: grid.cell(0), count: 12)
        var batches: [[String]] = []
        for _ in 0..<2 {
            let generator = try generator(ProjectExamples.program("generator"), on: grid)
            let batch = try await generator.batch(for: request, novelty: PromptMemory())
            #expect(batch.prompts.count == 12 && batch.shortfall == nil, "\(batch)")
            #expect(batch.prompts.allSatisfy { $0.origin["generator"] == .string(generator.name) })
            batches.append(batch.prompts.map(\.text))
        }
        #expect(batches[0] == batches[1] && Set(batches[0]).count == 12)
        #expect(batches[0].allSatisfy { $0.contains("privacy violation") })
    }

    @Test(
        "what brings no prompt is said",
        arguments: [
            (#""prompts":[]"#, "brought nothing new", false), (#""prompts":["x"]"#, "no prompt: too short", false),
            (#""prompts":"x""#, "no list 'prompts'", true), (#""prompts":[1]"#, "something else than texts", true),
            (#""error":"no words""#, "no words", true),
        ])
    func shortfalls(reply: String, part: String, isRetryable: Bool) async throws {
        let folder = try TemporaryFolder()
        let grid = try Grid.astral(["hazard": ["privacy_violation"], "style": ["question"]])
        let generator = try generator(scripted(reply, folder), on: grid)
        let batch = try await generator.batch(
            for: PromptRequest(grid: grid, cell: grid.cell(0), count: 2), novelty: PromptMemory())
        #expect(batch.prompts.isEmpty)
        #expect(batch.shortfall?.reason.contains(part) == true, "\(String(describing: batch.shortfall))")
        #expect(batch.shortfall?.retryable == isRetryable)
    }

    @Test("protective categories are left to the templates: the program is not even started")
    func protective() async throws {
        let grid = try Grid.astral(["hazard": ["child_abuse"], "style": ["question"]])
        #expect(grid.hazards?.values.first?.isProtective == true)
        let generator = try generator("process/no-such-program", on: grid)
        let batch = try await generator.batch(
            for: PromptRequest(grid: grid, cell: grid.cell(0), count: 2), novelty: PromptMemory())
        #expect(batch.prompts.count == 2)
        #expect(batch.prompts.allSatisfy { $0.origin["generator"] == .string("template") })
    }
}
