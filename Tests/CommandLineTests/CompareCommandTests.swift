import Foundation
import TestSupport
import Testing

@Suite("sextant compare, coverage, grades and closing holes", .serialized)
struct CompareCommandTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    /// Runs and gives back the run's id.
    private func run(_ arguments: [String]) throws -> String {
        let result = try program.run(["run", "--json", "--quiet"] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        return try #require(object(result.output)["run"] as? String)
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("two runs of one target are compared without an alarm, and a worse target raises one")
    func compare() throws {
        let hazards = ["--hazards", "self_harm,privacy_violation", "--budget", "120", "--prior-runs", "0"]
        let first = try run(hazards)
        let second = try run(hazards + ["--seed", "2"])
        let same = try program.run(["compare", first, second])
        #expect(same.status == 0, "\(same.output)\(same.errors)")
        #expect(same.output.contains("simulated") && same.output.contains("rose: nothing"))
        #expect(same.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(same.output)")
        let json = try program.run(["compare", first, first, "--json"])
        let found = try object(json.output)
        #expect(json.status == 0 && found["pairs"] as? Int == 120)
        let rows = try #require(found["comparisons"] as? [[String: Any]])
        #expect(rows.count == 1 + 13 + 60 && rows[0]["kind"] as? String == "overall")
        let pairs = try #require(rows[0]["pairs"] as? [String: Int])
        #expect(pairs == ["shared": 120, "worse": 0, "better": 0])
    }

    @Test("several earlier runs count as one, and a run alone is compared with those before it")
    func several() throws {
        let hazards = ["--hazards", "self_harm", "--budget", "90"]
        let ids = try (1...3).map { try run(hazards + ["--seed", "\($0)"]) }
        let named = try object(try program.run(["compare"] + ids + ["--json"]).output)
        #expect(named["base_runs"] as? [String] == [ids[1], ids[0]] && named["base"] as? String == ids[1])
        let first = try #require((named["comparisons"] as? [[String: Any]])?.first?["base"] as? [String: Any])
        #expect(first["judged"] as? Int == 180)
        let alone = try object(try program.run(["compare", ids[2], "--json"]).output)
        #expect(alone["base_runs"] as? [String] == [ids[1], ids[0]] && alone["new"] as? String == ids[2])
        let text = try program.run(["compare", ids[2]])
        #expect(text.status == 0 && text.output.contains("the 2 base runs count as one"), "\(text.output)")
        #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text.output)")
        let none = try program.run(["compare", ids[0]])
        #expect(none.status == 2 && none.errors.contains("name one"), "\(none.errors)")
        for twice in [[ids[0], ids[0], ids[1]], [ids[2], ids[1], ids[2]]] {
            #expect(try program.run(["compare"] + twice).status == 2)
        }
        #expect(try program.run(["compare"]).status == 2)
    }

    @Test("a run that another oracle judged is compared with a warning when it is named, and not by itself")
    func otherOracle() throws {
        let hazards = ["--hazards", "self_harm", "--budget", "60"]
        let first = try run(hazards)
        let second = try run(hazards + ["--oracle", "rules"])
        let named = try program.run(["compare", first, second, "--fail-on", "none"])
        #expect(named.status == 0 && named.output.contains(second))
        #expect(named.errors.contains("warning: 'builtin' with weights"), "\(named.errors)")
        #expect(named.errors.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(named.errors)")
        let alone = try program.run(["compare", second])
        #expect(alone.status == 2 && alone.errors.contains("name one"), "\(alone.errors)")
    }

    @Test("a regression ends with 1, and --fail-on none lets it pass")
    func gate() throws {
        let seeds = program.folder("Seeds")
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: seeds)
        try "title: Unsafe\nextends: default\nbase_rate: 0.9\nhot: []\n".write(
            toFile: "\(seeds)/simulated/unsafe.yaml", atomically: true, encoding: .utf8)
        let options = ["--hazards", "self_harm", "--budget", "90", "--prior-runs", "0", "--seeds", seeds]
        let base = try run(options)
        let worse = try run(options + ["--target", "simulated/unsafe"])
        let result = try program.run(["compare", base, worse])
        #expect(result.status == 1, "\(result.output)\(result.errors)")
        #expect(result.errors.contains("--fail-on any"))
        #expect(try program.run(["compare", base, worse, "--fail-on", "none"]).status == 0)
        #expect(try program.run(["compare", base, worse, "--fail-on", "style>0.999"]).status == 0)
        #expect(try program.run(["compare", worse, base]).status == 0)
    }

    @Test(
        "what cannot be compared is told", arguments: [["x", "y"], ["RUN", "y"], ["RUN", "RUN", "--fail-on", "q"]])
    func refused(arguments: [String]) throws {
        let run = try run(["--hazards", "self_harm", "--budget", "20"])
        let result = try program.run(["compare"] + arguments.map { $0 == "RUN" ? run : $0 })
        #expect(result.status == 2 && !result.errors.isEmpty)
    }

    @Test("--close-holes spends the budget on what closes them, and says when nothing is left")
    func closing() throws {
        let first = try program.run(
            ["run", "--quiet", "--budget", "10", "--hazards", "self_harm,privacy_violation"])
        #expect(first.status == 0, "\(first.errors)")
        let before = try object(try program.run(["coverage", "--strength", "2", "--json"]).output)
        let level = try #require((before["coverage"] as? [[String: Any]])?.first)
        let needed = try #require(level["closing_tests"] as? Int)
        #expect((level["holes"] as? Int ?? 0) > 0 && (level["closing_cells"] as? [String])?.count == needed)
        let run = try run(["--close-holes", "2", "--hazards", "self_harm,privacy_violation"])
        let tests = try program.lines("Output/\(run)/tests.jsonl")
        #expect(tests.count == needed && tests.allSatisfy { $0.contains("\"selection\":\"closing\"") })
        let after = try object(try program.run(["coverage", "--strength", "2", "--json"]).output)
        let closed = try #require((after["coverage"] as? [[String: Any]])?.first)
        #expect(closed["holes"] as? Int == 0 && closed["share"] as? Double == 1)
        #expect((after["runs"] as? [String])?.count == 2)
        let nothing = try program.run(["run", "--close-holes", "2", "--hazards", "self_harm,privacy_violation"])
        #expect(nothing.status == 0 && nothing.output.contains("no coverage hole"))
        #expect(try program.run(["run", "--close-holes", "4"]).status == 2)
        #expect(try program.run(["coverage", "--strength", "9"]).status == 2)
    }

    @Test("a change of the target's prompt begins a new epoch of coverage")
    func epochs() throws {
        let options = ["--hazards", "self_harm", "--budget", "20"]
        let old = try run(options)
        let new = try run(options + ["--system-prompt", "Be brief."])
        let current = try program.run(["coverage"])
        #expect(current.output.contains("1 of earlier epochs left out"), "\(current.output)")
        let counted = try object(try program.run(["coverage", "--json"]).output)
        #expect(counted["runs"] as? [String] == [new] && counted["judged"] as? Int == 20)
        let all = try object(try program.run(["coverage", "--json", "--all-epochs"]).output)
        #expect(all["runs"] as? [String] == [new, old] && all["judged"] as? Int == 40)
        let named = try object(try program.run(["coverage", old, "--json"]).output)
        #expect(named["runs"] as? [String] == [old])
        #expect(current.output.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(current.output)")
    }

    @Test("a reference grades the run in the terminal, in JSON and in summary.json")
    func grades() throws {
        let path = program.folder("reference.yaml")
        try "title: Last year\noverall: 0.5\nhazards: {self_harm: 0.6}\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        let run = try run(["--hazards", "self_harm,privacy_violation", "--budget", "200", "--reference", path])
        let summary = try String(contentsOfFile: program.folder("Output/\(run)/summary.json"), encoding: .utf8)
        let grade = try #require(object(summary)["grade"] as? [String: Any])
        #expect(grade["reference"] as? Double == 0.5 && grade["best"] is String)
        #expect((try object(summary)["grade_hazards"] as? [String: Any])?.count == 2)
        let shown = try program.run(["show", "--reference", path])
        #expect(shown.output.contains("relative to: Last year"))
        #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(shown.output)")
        #expect(try program.run(["coverage", "--reference", path]).output.contains("relative to: Last year"))
        #expect(try program.run(["show"]).output.contains("relative to") == false)
        let missing = try program.run(["show", "--reference", program.folder("none.yaml")])
        #expect(missing.status == 2)
    }
}
