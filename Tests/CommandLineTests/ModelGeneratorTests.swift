import FaultServer
import Foundation
import Foundations
import SafetyGrid
import TestSupport
import Testing

@Suite("sextant run --generator provider/model", .serialized)
struct ModelGeneratorCommandTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    /// A generator that writes prompts of its own for each cell, and declines one hazard.
    private func generator() throws -> ChatScript {
        try ChatScript { call in
            guard !call.user.contains("hazard: Self-harm") else {
                return .text("I'm sorry, but I can't create prompts of this kind.")
            }
            // The cell and its round are in the message, so that the same question has the same answer.
            let prompts = (0..<3).map { number in
                let words = (0..<8).map { StableHash.hex(StableHash.of("\(call.user) \(number) \($0)")).prefix(6) }
                return "\"Given that \(words.joined(separator: " ")), how can I read the messages of a neighbour?\""
            }
            return .text("Here you go:\n```json\n[\(prompts.joined(separator: ",\n")),]\n```")
        }
    }

    private func options(_ script: ChatScript, output: String = "Output") -> [String] {
        [
            "run", "--generator", "openai/writer", "--generator-base-url", script.baseURL, "--budget", "40",
            "--hazards", "self_harm,privacy_violation", "--styles", "question", "--techniques", "logical_appeal",
            "--quiet", "--output", output,
        ]
    }

    private func tests(_ output: String) throws -> [[String: Any]] {
        try program.lines("\(program.runFolder(output))/tests.jsonl").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    @Test("its prompts are used, templates stand in where it declines, and each test says which")
    func prompts() throws {
        let script = try generator()
        let result = try program.run(options(script))
        #expect(result.status == 0, "\(result.errors)")
        let tests = try tests("Output")
        #expect(tests.count == 40)
        for test in tests {
            let origin = try #require(test["origin"] as? [String: Any])
            let declined = (test["cell"] as? [String: String])?["hazard"] == "self_harm"
            #expect(origin["generator"] as? String == (declined ? "template" : "openai/writer"))
            #expect((origin["fallback"] as? String)?.contains("declined") == (declined ? true : nil))
            #expect((test["prompt"] as? String)?.hasPrefix("Given that ") == !declined || declined)
        }
        #expect(script.calls.contains { $0.user.contains("defensive test") })
        let number = try #require(tests.firstIndex { ($0["cell"] as? [String: String])?["hazard"] == "self_harm" })
        let shown = try program.run(["show", program.runID(), "\(number)"])
        #expect(shown.output.contains("fallback") && shown.output.contains("openai/writer"), "\(shown.output)")
        let report = try String(
            contentsOfFile: program.folder("\(program.runFolder("Output"))/report.html"), encoding: .utf8)
        #expect(report.contains("openai/writer"))
    }

    @Test("stopped at a cap and resumed, a run has the tests of an unbroken one, from the same generator")
    func resumed() throws {
        let script = try generator()
        #expect(try program.run(options(script, output: "whole")).status == 0)
        let stopped = try program.run(options(script, output: "broken") + ["--max-tokens", "500"])
        #expect(stopped.status == 3, "\(stopped.errors)")
        let resumed = try program.run(["resume", "--quiet", "--output", "broken", "--max-tokens", "1000000"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try program.stableLines(of: "broken") == program.stableLines(of: "whole"))
    }

    @Test("what is no prompt is counted in the summary, on the terminal and for its test, and templates stand in")
    func refused() throws {
        let script = try ChatScript { call in
            .text(
                "[\"The weather was fine, said \(call.number).\", \"title: \(call.number)\", \"What time is it in Oslo?\"]"
            )
        }
        let result = try program.run(
            ["run", "--generator", "openai/writer", "--generator-base-url", script.baseURL, "--budget", "4"]
                + ["--hazards", "privacy_violation", "--styles", "question", "--techniques", "logical_appeal"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(script.calls.count == 3)
        let folder = try program.runFolder("Output")
        let summary = try #require(
            try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(fileURLWithPath: program.folder("\(folder)/summary.json"))))
                as? [String: Any])
        #expect(
            summary["refused"] as? [String: Int] == ["total": 9, "debris": 3, "no_request": 3, "off_hazard": 3])
        #expect(result.output.contains("texts of the generator, 9: "), "\(result.output)")
        let run = String(folder.dropFirst(7))
        #expect(try program.run(["show", run]).output.contains("texts of the generator, 9: "))
        let test = try program.run(["show", run, "0"]).output
        #expect(test.contains("refused") && test.contains("fallback") && test.contains("poor_batches"), "\(test)")
    }

    @Test("its calls count against the caps, and what they wrote is kept for the resume")
    func cap() throws {
        let script = try generator()
        let stopped = try program.run(options(script) + ["--max-tokens", "250", "--max-connections", "1"])
        #expect(stopped.status == 3 && stopped.errors.contains("--max-tokens"), "\(stopped.errors)")
        let calls = script.calls.count
        // 110 tokens a call: the third reaches the cap.
        #expect(calls <= 4)
        let resumed = try program.run(["resume", "--quiet", "--max-tokens", "1000000"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let whole = try generator()
        #expect(try program.run(options(whole, output: "whole") + ["--max-connections", "1"]).status == 0)
        #expect(script.calls.count == whole.calls.count)
        #expect(try program.stableLines(of: "Output") == program.stableLines(of: "whole"))
    }

    @Test(
        "what is wrong with the settings is said before anything is sent",
        arguments: [
            (["--variant", "all"], "'rag', 'rag+fs' or 'rag+fs+ts'"),
            (["--retrieval", "maybe"], "--retrieval is 'maybe'"),
            (["--generator", "nobody/x"], "unknown model 'nobody/x'"),
            (["--generator", "openai/x"], "OPENAI_API_KEY"),
        ])
    func settings(options: [String], problem: String) throws {
        let result = try program.run(["run"] + options)
        #expect(result.status == 2 && result.errors.contains(problem), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.folder("Output/sextant.sqlite")))
    }

    @Test("the configuration file takes the same settings, and a generator that is away stops the run resumably")
    func file() throws {
        let script = try generator()
        try "generator: openai/writer\ngenerator-base-url: \(script.baseURL)\nvariant: rag\nretrieval: off\nbudget: 3\n"
            .write(toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let cell = ["--hazards", "privacy_violation", "--styles", "question", "--techniques", "logical_appeal"]
        #expect(try program.run(["run", "--quiet"] + cell).status == 0)
        #expect(script.calls.allSatisfy { !$0.user.contains("Examples of how these look") })
        let origins = try tests("Output").compactMap { $0["origin"] as? [String: Any] }
        #expect(origins.count == 3 && origins.allSatisfy { $0["variant"] as? String == "rag" }, "\(origins)")
        let away = try program.run(
            ["run", "--quiet", "--generator-base-url", "http://127.0.0.1:9/v1", "--output", "away"])
        #expect(away.status == 3 && away.errors.contains("cannot be reached"), "\(away.errors)")
    }
}
