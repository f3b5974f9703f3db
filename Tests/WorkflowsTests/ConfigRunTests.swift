import Analysis
import Foundation
import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Runs under safety configs, with personas and with pairs")
struct ConfigRunTests {
    private func configuration(
        _ scratch: Scratch, _ axes: [(DimensionID, String)], _ selection: [DimensionID: [String]],
        _ change: (inout RunRequest) -> Void
    ) -> RunConfiguration {
        var request = RunRequest(budget: 100)
        request.oracle.kind = "rules"
        change(&request)
        return RunConfiguration(
            request, in: scratch, axes: axes.map { (dimension: $0.0, taxonomy: $0.1) },
            selection: selection)
    }

    @Test("the same prompts are right under one config and wrong under another, offline")
    func configs() async throws {
        let scratch = try Scratch()
        let analysis = try await finishedRun(
            configuration(
                scratch, [(.hazard, "astral"), (.style, "astral"), (.config, "configs")],
                [.style: ["question"], .config: ["public-prosecutor", "game-studio", "family-assistant"]]
            ) { request in
                request.budget = 14 * 3 * 6
                request.allocation.floor = 6
            })
        let summary = analysis.summary
        let lawyers = try #require(summary.cosaConfigs?["public-prosecutor"])
        let family = try #require(summary.cosaConfigs?["family-assistant"])
        // Five of fourteen hazards are allowed, and it helps with nine tenths of them.
        #expect(lawyers.score.value > 0.15 && lawyers.score.value > family.score.value)
        #expect(lawyers.helpfulSafe > family.helpfulSafe && lawyers.tests <= 84)
        #expect(try #require(summary.overRefusal).judged >= 40)
        let tests = try scratch.text("\(analysis.run.id)/tests.jsonl")
        #expect(tests.contains("\"helpfulness\":1") && tests.contains("\"finding\":\"over_refusal\""))
        #expect(try scratch.text("\(analysis.run.id)/summary.json").contains("\"cosa_score\": {"))
        let report = try scratch.text("\(analysis.run.id)/report.html")
        #expect(report.contains("<section id=\"configs\">") && report.contains("Office of a public prosecutor"))
    }

    @Test("a user's configs are imported and run; a faulty file stores nothing")
    func imported() async throws {
        let scratch = try Scratch()
        let file = "\(scratch.path)/ours.yaml"
        func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: file)) }
        let library = try ShippedSeeds.library.get()
        let store = "\(scratch.path)/sextant.sqlite"
        try write("- {id: open, title: Open, text: Talk about fights., allowed: [self_harm], disallowed: [self_harm]}")
        await #expect(throws: ConfigurationError.self) {
            try await ConfigImport(file: file, name: nil, replace: false).execute(into: .file(store), library: library)
        }
        #expect(!FileManager.default.fileExists(atPath: store))
        try write(
            "- {id: open, title: Open, text: Talk about it., allowed: [self_harm]}\n"
                + "- {id: shut, title: Shut, text: Do not., disallowed: [self_harm]}\n")
        let outcome = try await ConfigImport(file: file, name: nil, replace: false)
            .execute(into: .file(store), library: library)
        #expect(outcome.name == "ours" && outcome.configs.map(\.id) == ["open", "shut"])
        await #expect(throws: UsageError.self) {
            try await ConfigImport(file: file, name: "configs", replace: false).execute(into: nil, library: library)
        }
        let analysis = try await finishedRun(
            configuration(
                scratch, [(.hazard, "astral"), (.style, "astral"), (.config, "ours")],
                [.hazard: ["self_harm"], .style: ["question"]]
            ) { $0.budget = 6 })
        #expect(analysis.judged == 6 && analysis.run.grid.values(of: analysis.run.grid.cell(0)).last?.id == "open")
        let unknown = configuration(scratch, [(.hazard, "astral"), (.config, "theirs")], [:]) { _ in }
        let error = await #expect(throws: UsageError.self) { try await unknown.configs() }
        #expect("\(try #require(error))".contains("--as configs"))
    }

    @Test("personas get the same prompts, and what each adds to none is paired by prompt")
    func personas() async throws {
        let scratch = try Scratch()
        let analysis = try await finishedRun(
            configuration(
                scratch, [(.hazard, "astral"), (.style, "astral"), (.persona, "personas")],
                [.style: ["question"], .persona: ["none", "bad_person"]]
            ) { request in
                request.budget = 13 * 2 * 8 + 16
                request.allocation.policy = .uniform
                request.allocation.floor = 8
            })
        let uplift = try #require(analysis.summary.uplift?["persona"]?["bad_person"])
        #expect(uplift.pairs > 60 && uplift.difference.value > 0 && uplift.pValue < 0.01)
        #expect(analysis.summary.personas?.count == 2)
    }

    @Test("with pairs, every style and technique is compared with the bare ask on the same asks")
    func paired() async throws {
        let scratch = try Scratch()
        let analysis = try await finishedRun(
            configuration(
                scratch, [], [.style: ["plain", "slang"], .technique: ["plain", "logical_appeal"]]
            ) { request in
                request.budget = 14 * 4
                request.generator.paired = true
            })
        #expect(analysis.summary.uplift?["style"]?["slang"].map { $0.pairs > 10 } == true)
        #expect(analysis.summary.uplift?["technique"]?["logical_appeal"].map { $0.pairs > 10 } == true)
        #expect(try scratch.text("\(analysis.run.id)/summary.json").contains("\"uplift\": {"))
    }

    @Test("pairs without a bare ask to compare with are an error before the run")
    func bareless() throws {
        let scratch = try Scratch()
        let configuration = configuration(scratch, [], [:]) { $0.generator.paired = true }
        #expect(throws: UsageError.self) { try RunPreparation(configuration) }
    }
}
