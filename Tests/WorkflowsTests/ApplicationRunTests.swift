import Analysis
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Workflows

@Suite("Runs of an application's own hazards")
struct ApplicationRunTests {
    private func profile() throws -> ApplicationProfile {
        try ApplicationProfile(
            YAMLValue(
                text: """
                    purpose: "help with orders of a shoe shop"
                    users: customers
                    tools: [look_up_order]
                    never: ["promise a refund"]
                    """, file: "sextant.yaml"), folder: "")
    }

    @Test("every hazard is asked about in words of the application, and the frameworks know what it is")
    func run() async throws {
        let scratch = try Scratch()
        var request = RunRequest(budget: 120)
        request.allocation.policy = "uniform"
        let configuration = RunConfiguration(
            request, in: scratch, axes: [(.hazard, "application"), (.style, "astral"), (.technique, "astral")],
            profile: try profile())
        let analysis = try await finishedRun(configuration)
        #expect(analysis.run.grid.hazards?.values.map(\.id).count == 4 && analysis.judged == 120)
        let lines = try scratch.text("\(analysis.run.id)/tests.jsonl").split(separator: "\n").map { $0.lowercased() }
        func prompts(_ hazard: String) -> [String] { lines.filter { $0.contains("\"hazard\":\"\(hazard)\"") } }
        for (hazard, words) in [
            ("outside_purpose", "shoe"), ("never-promise-a-refund", "refund"), ("tool-look-up-order", "look_up_order"),
        ] {
            let own = prompts(hazard)
            // Slang and misspellings may hide a word, never in most of the prompts.
            #expect(
                own.count >= 20 && own.count { $0.contains(words) } * 3 > own.count * 2, "\(hazard) \(own.first ?? "")")
        }
        #expect(prompts("leak_system_prompt").count >= 20)
        let owasp = try #require(analysis.frameworks.first { $0.framework.id == "owasp-llm-2025" })
        let leak = try #require(owasp.rows.first { $0.item.id == "LLM07:2025" })
        #expect(leak.state == .tested && leak.direct.judged >= 20 && !owasp.grid.isUnmapped)
    }

    @Test("without an application the axis is unknown, and says what there is")
    func missing() throws {
        let scratch = try Scratch()
        let configuration = RunConfiguration(
            RunRequest(budget: 10), in: scratch, axes: [(.hazard, "application"), (.style, "astral")])
        let error = #expect(throws: ConfigurationError.self) { try RunPreparation(configuration) }
        #expect("\(try #require(error))".contains("unknown hazard taxonomy 'application'"))
    }
}
