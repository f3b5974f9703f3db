import Foundation
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Generation

/// The gate on what a real model of 135 million parameters wrote, against a person's labels: see `README.md` beside the data.
@Suite("Prompt gate, measured")
struct PromptGateMeasureTests {
    private struct Output: Decodable {
        let text: String
        let hazard: String
        let style: String
        let technique: String
        let isPrompt: Bool
        let part: String
    }

    private static let outputs = Result {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "model-outputs.jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(Output.self, from: Data($0.utf8))
        }
    }
    private static let examples = Result { try ExampleLibrary(seeds: ProjectSeeds.path) }
    private static let gate = Result { try PromptGate(seeds: ProjectSeeds.path, grid: Grid.astral()) }

    /// Whether the gate takes a text for a prompt. Whether it is one in the style and technique of its cell is another
    /// question, which the checks of fidelity are measured by.
    private func isTaken(_ output: Output) throws -> Bool {
        let names = ["hazard": output.hazard, "style": output.style, "technique": output.technique]
        let grid = try Grid.astral()
        let cell = try #require(grid.cell(named: names))
        let request = PromptRequest(grid: grid, cell: cell, count: 5)
        let examples = try Self.examples.get()
        let instruction = GenerationInstruction(
            cell: request.cell, count: 5,
            examples: request.cell.map { ($0.value.title, examples.examples(for: $0.value.id, of: $0.dimension)) },
            passages: [], exemplars: [], statesPurpose: false, remindsOfForm: false, remindsOfProtection: false, seed: 1
        )
        let refusal = try Self.gate.get().refusal(
            of: output.text, in: grid.names(of: cell), told: InstructionEcho(instruction.rules))
        switch refusal {
        case nil, .style, .technique: return true
        default: return false
        }
    }

    @Test(
        "precision and recall of what it takes",
        arguments: [(["held_out"], 0.9, 0.9), (["tuned", "held_out"], 0.95, 0.95)])
    func agreement(parts: [String], leastPrecision: Double, leastRecall: Double) throws {
        let outputs = try Self.outputs.get().filter { parts.contains($0.part) }
        var (right, taken, prompts) = (0, 0, 0)
        var wrong: [String] = []
        for output in outputs {
            let isTaken = try isTaken(output)
            if isTaken { taken += 1 }
            if output.isPrompt { prompts += 1 }
            if isTaken, output.isPrompt { right += 1 }
            if isTaken != output.isPrompt { wrong.append("\(isTaken ? "taken" : "refused"): \(output.text)") }
        }
        let (precision, recall) = (Double(right) / Double(taken), Double(right) / Double(prompts))
        print(
            "gate on \(outputs.count) texts, \(parts.joined(separator: " and ")): precision \(right) of \(taken) = "
                + String(format: "%.3f, recall %d of %d = %.3f", precision, right, prompts, recall))
        #expect(precision >= leastPrecision, "\(right) of \(taken) taken: \(wrong)")
        #expect(recall >= leastRecall, "\(right) of \(prompts) prompts: \(wrong)")
    }

    @Test("the data are enough, in two parts, and hold both kinds")
    func data() throws {
        let outputs = try Self.outputs.get()
        #expect(outputs.count >= 2_000 && outputs.count { $0.part == "held_out" } >= 200)
        #expect(outputs.count(where: \.isPrompt) >= 400)
        #expect(Set(outputs.map(\.hazard)).count == 3)
    }
}
