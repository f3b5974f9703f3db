import FaultServer
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

@Suite("Operators on findings")
struct PromptOperatorTests {
    private static func finding(_ ordinal: Int, run: String? = nil, cell: Int = 0) -> Exemplar {
        Exemplar(
            run: run, ordinal: ordinal, cell: cell, prompt: "Finding number \(ordinal) asks for thing \(ordinal).",
            effectiveness: 1)
    }

    @Test(
        "a model is shown an operator's parents and told what to do with them, and the origin names both",
        arguments: [("rephrase", 1), ("combine", 2), ("shorten", 1), ("move", 1), ("perturb", 1)])
    func told(name: String, parents: Int) async throws {
        let writing = try Writing { _ in Writing.list("a door", "a roof") }
        let findings = (4..<8).map { Self.finding($0) }
        let batch = try await writing.batch(1, exemplars: findings, parts: ["operator": name])
        let call = try #require(writing.script.calls.first)
        let change = try #require(PromptOperator(rawValue: name))
        #expect(call.user.contains(change.instruction))
        #expect(findings.count { call.user.contains($0.prompt) } == parents)
        let origin = batch.prompts[0].origin
        #expect(origin["operator"]?.stringValue == name)
        #expect(origin["exemplars"]?.items.compactMap { $0["test"]?.int } == Array(4..<(4 + parents)))
    }

    @Test("without enough findings the model writes as ever, and the origin names no operator")
    func tooFew() async throws {
        let writing = try Writing { _ in Writing.list("a door", "a roof") }
        let batch = try await writing.batch(1, exemplars: [Self.finding(4)], parts: ["operator": "combine"])
        #expect(batch.prompts[0].origin["operator"] == nil)
        #expect(try #require(writing.script.calls.first).user.contains("Learn from what they have in common"))
    }

    @Test("languages are translated into only where the grid has some")
    func languages() throws {
        let plain = try Grid.astral()
        #expect(PromptOperator.all(on: plain) == [.rephrase, .combine, .move, .shorten, .perturb])
        let value = DimensionValue(id: "de", title: "German", definition: "d", source: "s")
        let other = try Grid(dimensions: plain.dimensions + [Dimension(id: .language, taxonomy: "t", values: [value])])
        #expect(PromptOperator.all(on: other).contains(.translate))
    }

    @Test("a finding on which an operator failed twice gives way to others, for that operator alone")
    func failures() throws {
        let grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"]])
        var archive = ExemplarArchive(grid: grid)
        archive.insert(Self.finding(1))
        archive.insert(Exemplar(run: "r0", ordinal: 1, cell: 0, prompt: "Quite another text.", effectiveness: 0.5))
        let failed: [String: JSONValue] = [
            "operator": .string("rephrase"), "exemplars": .array([.object(["test": .int(1)])]),
        ]
        for count in 1...2 {
            archive.failed(failed)
            let findings = archive.exemplars(for: 0, limit: 9)
            #expect(findings.map { $0.failures["rephrase", default: 0] } == [count, 0])
        }
        let findings = archive.exemplars(for: 0, limit: 9)
        #expect(PromptOperator.rephrase.parents(among: findings)?.first?.run == "r0")
        #expect(PromptOperator.shorten.parents(among: findings)?.first?.run == nil)
        #expect(PromptOperator.combine.parents(among: findings)?.count == 2)
        #expect(PromptOperator.combine.parents(among: Array(findings.prefix(1))) == nil)
    }
}
