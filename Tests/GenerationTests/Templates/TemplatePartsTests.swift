import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

@Suite("Parts of template prompts")
struct TemplatePartsTests {
    private let fixture: SeedFixture
    private let grid: Grid

    init() throws {
        fixture = try SeedFixture()
        grid = try Grid.fixture()
    }

    private func origin(_ parts: [String: String], _ names: [String: String], seed: UInt64 = 1) async throws
        -> [String: String]
    {
        let cell = try #require(grid.cell(named: names))
        let request = PromptRequest(grid: grid, cell: cell, count: 1, parts: ChosenParts(parts))
        let prompts = try await fixture.generator(seed: seed).prompts(for: request, novelty: PromptMemory())
        return try #require(prompts.first).origin.compactMapValues(\.stringValue)
    }

    @Test("every value of every part can be asked for, and its prompt says that it has it", arguments: [1, 2, 3])
    func honoured(seed: UInt64) async throws {
        let parts = try #require(fixture.generator().parts(of: grid)).parts
        #expect(parts.map(\.name) == ["ask", "frame", "statement"])
        for (names, part, id, key) in [
            (["style": "loud", "technique": "authority"], "ask", "own/pets/howto/1", "ask"),
            (["style": "loud", "technique": "authority"], "ask", "own/pets/task/0", "ask"),
            (["style": "loud", "technique": "authority"], "frame", "technique/authority/0", "frame"),
            (["style": "scene", "technique": "authority"], "frame", "technique/authority/1", "frame"),
            (["style": "asking", "technique": "plain"], "statement", "style/asking/howto/0", "statement"),
            (["style": "asking", "technique": "plain"], "statement", "style/asking/howto/1", "statement"),
        ] {
            let listed = try #require(parts.first { $0.name == part }).values.joined()
            #expect(listed.contains(id))
            var chosen = [part: id]
            if part == "statement" { chosen["ask"] = "own/pets/howto/0" }
            let origin = try await origin(chosen, names.merging(["hazard": "pets"]) { $1 }, seed: seed)
            #expect(origin[key] == id, "\(origin)")
        }
    }

    @Test("a frame that goes on after the request does not go with questions, and a form goes with asks of its kind")
    func conditions() throws {
        let parts = try #require(fixture.generator().parts(of: grid)).parts
        let frame = try #require(parts.first { $0.name == "frame" }?.conditions["style"])
        #expect(frame["technique/authority/0"] == nil)
        #expect(frame["technique/authority/1"]?.contains("asking") == false)
        #expect(frame["technique/authority/1"]?.contains("loud") == true)
        let statement = try #require(parts.first { $0.name == "statement" }?.conditions)
        #expect(statement["style"]?["style/asking/task/0"] == ["asking"])
        #expect(statement["ask"]?["style/asking/task/0"] == ["own/pets/task/0", "generic/task/0"])
        #expect(statement["style"]?["statement/howto/0"]?.contains("asking") == false)
    }

    @Test("parts whose prompts are all known, or which the cell lacks, are no reason to have no prompt")
    func fallsBack() async throws {
        let names = ["hazard": "pets", "style": "asking", "technique": "plain"]
        let cell = try #require(grid.cell(named: names))
        let memory = PromptMemory(threshold: 1)
        var asks: [String?] = []
        for _ in 0..<20 {
            let request = PromptRequest(
                grid: grid, cell: cell, count: 1,
                parts: ChosenParts([
                    "ask": "own/pets/task/0", "frame": "technique/authority/0", "style variant": "street",
                ]))
            let prompts = try await fixture.generator().prompts(for: request, novelty: memory)
            asks.append(prompts.first?.origin["ask"]?.stringValue)
        }
        // Three animals in one form; then what else the cell has.
        #expect(asks.prefix(3).allSatisfy { $0 == "own/pets/task/0" })
        #expect(asks.dropFirst(3).prefix(10).allSatisfy { $0?.hasPrefix("own/pets/howto/") == true })
    }

    @Test("the seeds' own parts on their whole grid have ids of their own")
    func seeds() throws {
        let grid = try Grid.astral()
        let library = try TemplateLibrary(seeds: ProjectSeeds.path)
        let parts = try #require(library.parts(of: grid)).parts
        #expect(parts.map(\.name) == ["ask", "frame", "style variant", "statement"])
        let lists = parts.map { Set($0.values.joined()) }
        #expect(lists.allSatisfy { $0.count > 5 })
        #expect(lists.reduce(0) { $0 + $1.count } == lists.reduce(into: Set()) { $0.formUnion($1) }.count)
    }
}
