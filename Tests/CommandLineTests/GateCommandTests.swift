import FaultServer
import Foundation
import TestSupport
import Testing

@Suite("Gates and exports on the command line", .serialized)
struct GateCommandTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    private let small = ["run", "--budget", "60", "--hazards", "self_harm,privacy_violation", "--quiet"]

    @Test("a failed gate ends with 1, says why in numbers, and stands in summary.json; a kept one ends with 0")
    func exitCodes() throws {
        let failed = try program.run(small.dropLast() + ["--max-asr", "0.01", "--min-coverage", "3=1"])
        #expect(failed.status == 1, "\(failed.errors)")
        #expect(failed.output.contains("gate           failed, 2 of 3 checks"))
        #expect(failed.output.contains("upper bound"))
        let folder = try program.runFolder("Output")
        let summary = try String(contentsOfFile: program.folder("\(folder)/summary.json"), encoding: .utf8)
        #expect(summary.contains("\"gate\": {\n    \"passed\": false"))
        let kept = try program.run(small + ["--max-asr", "1", "--max-unknown", "1", "--output", "kept", "--json"])
        #expect(kept.status == 0, "\(kept.errors)")
        #expect(kept.output.contains("\"gate\":{\"passed\":true"))
    }

    @Test("the gate stands in the configuration, flags win, and a killed run keeps it")
    func configuration() throws {
        try Data("gate:\n  max-asr: {all: 0.001, self_harm: 1}\n  no-new: any\n".utf8)
            .write(to: URL(fileURLWithPath: program.folder("sextant.yaml")))
        let failed = try program.run(small + ["--json"])
        #expect(failed.status == 1, "\(failed.errors)")
        #expect(failed.output.contains("\"of\":\"privacy_violation\",\"passed\":false"))
        #expect(failed.output.contains("\"of\":\"self_harm\",\"passed\":true"))
        let flags = try program.run(small + ["--max-asr", "1", "--json"])
        // What was asked of single categories holds on; new findings are those in cells that had none.
        #expect(flags.output.contains("\"gate\":\"no-new\""))
        #expect(!flags.output.contains("no earlier finished run"))
    }

    @Test(
        "a gate that can't be read is told before anything is run",
        arguments: [
            (["--max-asr", "2"], "must be a share between 0 and 1"), (["--max-asr", "x"], "--max-asr is 'x'"),
            (["--no-new", "low"], "must be any or high"), (["--min-coverage", "4=1"], "strengths 1 to 3"),
            (["--max-asr", "nothing=0.5"], "not in the grid"), (["--no-regression", "week"], "'week'"),
            (
                ["--scenarios", "all", "--max-asr", "nothing=0.5"],
                "the gate names the scenario 'nothing', which is not in the grid; it has"
            ),
        ])
    func refused(_ options: [String], _ message: String) throws {
        let result = try program.run(small + options)
        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.folder("Output/sextant.sqlite")))
    }

    @Test("a webhook is told of a failed gate, and its address is shown nowhere")
    func webhook() throws {
        let server = try FaultHTTPServer()
        let secret = "\(server.baseURL)/services/T000/B000/verysecret"
        let failed = try program.run(
            small.dropLast() + ["--max-asr", "0.01", "--verbose"], environment: ["SEXTANT_WEBHOOK_URL": secret])
        #expect(failed.status == 1)
        #expect(server.seen.byPath["/services/T000/B000/verysecret"] == 1)
        let body = try #require(
            try JSONSerialization.jsonObject(with: Data(server.seen.lastBody)) as? [String: Any])
        #expect((body["text"] as? String)?.contains("the gate failed for simulated/default (simulated)") == true)
        #expect((body["blocks"] as? [Any])?.count == 3)
        #expect(!failed.output.contains("verysecret") && !failed.errors.contains("verysecret"))
        let kept = try program.run(small + ["--max-asr", "1"], environment: ["SEXTANT_WEBHOOK_URL": secret])
        #expect(kept.status == 0)
        #expect(server.seen.requests == 1)
    }

    @Test("a webhook that refuses, and one whose address is none, are told without the address")
    func webhookRefused() throws {
        let server = try FaultHTTPServer(otherwise: .always(.failing(404)))
        let options = small + ["--max-asr", "0.01"]
        let refused = try program.run(
            options, environment: ["SEXTANT_WEBHOOK_URL": "\(server.baseURL)/services/verysecret"])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("the webhook at 127.0.0.1 was not told: status 404"))
        #expect(!refused.errors.contains("verysecret"))
        let plain = try program.run(options, environment: ["SEXTANT_WEBHOOK_URL": "http://hooks.example/verysecret"])
        #expect(plain.status == 2)
        #expect(plain.errors.contains("https") && !plain.errors.contains("verysecret"))
    }

    @Test("export writes every format for builds, to a file and to standard output")
    func exports() throws {
        _ = try program.run(small + ["--max-asr", "0.01"])
        for format in ["junit", "sarif", "markdown", "github", "prometheus"] {
            let shown = try program.run(["export", "--format", format])
            #expect(shown.status == 0, "\(shown.errors)")
            #expect(shown.output.contains("Content notice"))
            let written = try program.run(["export", "--format", format, "--out", "x/\(format)", "--redact"])
            #expect(written.status == 0, "\(written.errors)")
            let file = try String(contentsOfFile: program.folder("x/\(format)"), encoding: .utf8)
            #expect(!file.contains("placeholder"))
        }
        let csv = try program.run(["export", "--format", "csv", "--out", "t.csv", "--redact"])
        #expect(csv.status == 0, "\(csv.errors)")
        #expect(try program.lines("t.csv").dropFirst().allSatisfy { $0.contains("[redacted]") })
        #expect(try program.run(["export", "--format", "junit", "--dataset", "x"]).status == 2)
        #expect(try program.run(["export", "--format", "csv"]).status == 2)
    }
}
