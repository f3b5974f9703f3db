import Analysis
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Workflows

@Suite("Runs in other languages")
struct LanguageRunTests {
    private func configuration(
        _ scratch: Scratch, _ axes: [(dimension: DimensionID, taxonomy: String)],
        _ selection: [DimensionID: [String]]
    ) -> RunConfiguration {
        var request = RunRequest(budget: 56)
        request.allocation.policy = .uniform
        return RunConfiguration(
            request, in: scratch, axes: axes,
            selection: selection, isFloorGiven: false)
    }

    @Test("the scenarios and instruction attacks of SafetyPrompts run offline, and the target answers all")
    func safetyPrompts() async throws {
        let scratch = try Scratch()
        let analysis = try await finishedRun(
            configuration(
                scratch, [(.hazard, "safetyprompts"), (.language, "languages")], [.language: ["zh"]]))
        #expect(analysis.judged == 56 && analysis.failed == 0)
        let tests = try scratch.text("\(analysis.run.id)/tests.jsonl").split(separator: "\n")
        #expect(tests.count == 56 && tests.allSatisfy { $0.contains("\"sp-") && $0.contains("\"zh\"") })
    }

    @Test("English and Chinese share a grid")
    func both() async throws {
        let scratch = try Scratch()
        let analysis = try await finishedRun(
            configuration(
                scratch,
                [(.hazard, "astral"), (.style, "astral"), (.technique, "astral"), (.language, "languages")],
                [
                    .language: ["en", "zh"], .hazard: ["privacy_violation", "self_harm"], .style: ["slang"],
                    .technique: ["logical_appeal"],
                ]))
        #expect(analysis.judged == 56 && analysis.failed == 0 && analysis.run.grid.cellCount == 4)
    }

    @Test("a language without a pack stops the run before it begins, and names those there are")
    func unknown() async throws {
        let scratch = try Scratch()
        let error = await #expect(throws: (any Error).self) {
            try await finishedRun(
                configuration(scratch, [(.hazard, "astral"), (.language, "languages")], [.language: ["eu"]]))
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("no templates for the language 'eu'; there are packs for en"))
    }
}
