import Foundation
import TestSupport
import Testing

@Suite("hazards wherever they stand in the grid", .serialized)
struct HazardAxisTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    private let options = ["--budget", "48", "--round-size", "16", "--hazards", "self_harm,privacy_violation"]
    private let hazards: Set = ["self_harm", "privacy_violation"]

    private func text(_ file: String, of folder: String) throws -> String {
        try String(contentsOfFile: program.folder("\(folder)/\(file)"), encoding: .utf8)
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }

    @Test(
        "gate, night, report, rates and SARIF go by them",
        arguments: [
            "hazard=astral,style=astral,technique=astral", "style=astral,hazard=astral,technique=astral",
            "style=astral,technique=astral,hazard=astral", "style=astral,hazard=astral",
        ])
    func anywhere(axes: String) throws {
        let night = ["nightly"] + options + ["--axes", axes, "--quiet", "--max-asr", "self_harm=0,privacy_violation=1"]
        let first = try program.run(night)
        // Some test of self-harm is unsafe or might be: the upper bound is never 0.
        #expect(first.status == 1, "\(first.errors)")
        let second = try program.run(night + ["--seed", "2", "--json"])
        #expect(second.status == 1, "\(second.errors)")
        let changes = try #require(try object(second.output)["changes"] as? [[String: Any]])
        #expect(changes.count == 1)
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: program.folder("Output")).filter { $0.hasPrefix("20") }
                .max())
        let folder = "Output/\(name)"
        let summary = try object(text("summary.json", of: folder))
        let rates = try #require(summary["asr_grid_hazards_raw"] as? [String: Any])
        #expect(Set(rates.keys) == hazards)
        let gate = try #require(summary["gate"] as? [String: Any])
        let checks = try #require(gate["checks"] as? [[String: Any]])
        let passed = checks.reduce(into: [:]) { $0[$1["of"] as? String ?? ""] = $1["passed"] as? Bool }
        #expect(passed == ["self_harm": false, "privacy_violation": true])
        let sarif = try object(text("results.sarif", of: folder))
        let run = try #require((sarif["runs"] as? [[String: Any]])?.first)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]])
        #expect(Set(rules.compactMap { $0["id"] as? String }) == hazards)
        let tests = try program.lines("\(folder)/tests.jsonl").map { try object(String($0)) }
        for result in try #require(run["results"] as? [[String: Any]]) {
            let properties = try #require(result["properties"] as? [String: Any])
            let test = try #require(tests.first { $0["id"] as? String == properties["test"] as? String })
            #expect((test["cell"] as? [String: String])?["hazard"] == result["ruleId"] as? String)
        }
        let report = try text("report.html", of: folder)
        #expect(report.contains("by hazard") || report.contains("By hazard"))
        #expect(try text("summary.md", of: folder).contains("| hazard | judged |"))
        #expect(try text("junit.xml", of: folder).contains("<testsuite name=\"hazard\""))
    }

    @Test("a gate names hazards, whatever stands first, and templates need them")
    func refused() throws {
        let axes = ["--axes", "style=astral,hazard=astral", "--quiet"]
        let style = try program.run(["run"] + options + axes + ["--max-asr", "slang=0.5"])
        #expect(style.status == 2)
        #expect(style.errors.contains("'slang', which is not in the grid; it has"), "\(style.errors)")
        let absent = try program.run(["run", "--budget", "20", "--axes", "style=astral,technique=astral", "--quiet"])
        #expect(absent.status == 2)
        #expect(absent.errors.contains("hazard"), "\(absent.errors)")
    }
}
