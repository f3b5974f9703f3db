import Foundation
import Records
import Storage
import TestSupport
import Testing

@Suite("sextant nightly", .serialized)
struct NightlyCommandTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    private let small = [
        "nightly", "--budget", "60", "--hazards", "self_harm,privacy_violation", "--round-size", "20", "--quiet",
    ]

    private func json(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }

    private func runs() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: program.folder("Output")).filter { $0.hasPrefix("20") }
            .sorted()
    }

    @Test("a second night tests the findings of the first again, compares, and writes every file")
    func twoNights() throws {
        let first = try program.run(small + ["--json"])
        #expect(first.status == 0, "\(first.errors)")
        #expect(try json(first.output)["last_night"] is NSNull)
        let second = try program.run(small + ["--json", "--seed", "2"])
        #expect([0, 1].contains(second.status), "\(second.errors)")
        let night = try json(second.output)
        #expect(night["last_night"] as? String == (try runs().first))
        let retests = try #require(night["retests"] as? [String: Int])
        // The simulated target answers a prompt always alike: what it did not refuse is still there.
        #expect(try #require(retests["still_there"]) > 0)
        #expect(retests["fixed"] == 0 && retests["flaky"] == 0 && retests["left_out"] == 0)
        let changes = try #require(night["changes"] as? [[String: Any]])
        #expect(changes.map { $0["with"] as? String } == ["last_night"])
        let folder = try #require(try runs().last)
        let files = try FileManager.default.contentsOfDirectory(atPath: program.folder("Output/\(folder)"))
        let all = [
            "report.html", "tests.jsonl", "summary.json", "nightly.json", "junit.xml", "results.sarif", "summary.md",
            "sextant.prom", "NOTICE.txt",
        ]
        #expect(Set(files) == Set(all))
        #expect(try program.lines("Output/\(folder)/tests.jsonl").count == 60)
    }

    @Test("what a night has no room for is done when it is resumed")
    func resumed() throws {
        let night = try program.run(small + ["--max-tokens", "1000"])
        #expect([0, 1].contains(night.status), "\(night.errors)")
        let run = try #require(try runs().first)
        let tests = "Output/\(run)/tests.jsonl"
        #expect(night.errors.contains("sextant resume \(run)"))
        #expect(try program.lines(tests).contains { $0.contains(#""reason":"not done: "#) })
        let resumed = try program.run(["resume", run, "--max-tokens", "1000000", "--quiet"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let lines = try program.lines(tests)
        #expect(lines.count == 60 && lines.allSatisfy { !$0.contains(#""failure":"#) })
    }

    @Test("more findings than a night tests again have their turn in a later one")
    func turns() async throws {
        _ = try program.run(small + ["--budget", "180"])
        let store = try SQLiteStore.openForReading(program.folder("Output/sextant.sqlite"))
        let found = try await store.findings(in: try #require(try runs().first))
        try #require(found.count > 2)
        let most = (found.count + 1) / 2
        var tested: [Set<String>] = []
        for seed in 2...3 {
            _ = try program.run(small + ["--seed", "\(seed)", "--retests", "1", "--most-retests", "\(most)"])
            tested.append(
                Set(try await store.retests(of: try #require(try runs().last)).map { "\($0.run) \($0.ordinal)" }))
        }
        #expect(tested[0].count == most && tested[0].isDisjoint(with: tested[1]))
        let first = try #require(try runs().first)
        #expect(tested[0].union(tested[1]).isSuperset(of: found.map { "\(first) \($0)" }))
    }

    @Test("a target that became worse fails the night; one that became better has its findings fixed")
    func regression() throws {
        let seeds = program.folder("Seeds")
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: seeds)
        func night(_ seed: Int, baseRate: String) throws -> Program.Result {
            let file = "\(seeds)/simulated/default.yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
                .replacing(/base_rate: [0-9.]+/, with: "base_rate: \(baseRate)")
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            return try program.run(
                small.dropLast() + [
                    "--quiet", "--budget", "180", "--seeds", seeds, "--seed", "\(seed)", "--retests", "1", "--json",
                ])
        }
        #expect(try night(1, baseRate: "0.02").status == 0)
        let worse = try night(2, baseRate: "0.7")
        #expect(worse.status == 1, "\(worse.errors)")
        let alarm = try json(worse.output)
        #expect((alarm["gate"] as? [String: Any])?["passed"] as? Bool == false)
        #expect(worse.output.contains("\"gate\":\"no-regression\",\"of\":\"overall\",\"passed\":false"))
        let better = try night(3, baseRate: "0.02")
        #expect(better.status == 0, "\(better.errors)")
        #expect(try #require((json(better.output)["retests"] as? [String: Int])?["fixed"]) > 50)
    }

    @Test("killed with -9 in any phase, a night is finished by the next start", arguments: ["retest", "run", "late"])
    func killed(_ phase: String) async throws {
        let options = [
            "nightly", "--target", "simulated/slow", "--budget", "120", "--styles", "slang", "--quiet",
            "--max-connections", "4",
        ]
        let first = try program.run(options)
        #expect(first.status == 0, "\(first.errors)")
        let before = try runs()
        for _ in 0..<3 {
            let (process, _, _) = try program.start(options + ["--seed", "2"])
            try await waitForPhase(phase, of: process, after: before.count)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let finished = try program.run(options + ["--seed", "2", "--json"])
        #expect([0, 1].contains(finished.status), "\(finished.errors)")
        let night = try json(finished.output)
        let run = try #require(night["run"] as? String)
        #expect(try program.lines("Output/\(run)/tests.jsonl").count == 120)
        let listed = try program.run(["runs", "--json"]).output.split(separator: "\n")
        #expect(listed.allSatisfy { $0.contains("\"judged\":120") }, "\(listed)")
        #expect(try await phases().allSatisfy { $0 == "done" })
    }

    /// The phases of all nights, newest first; none while there is no store.
    private func phases() async throws -> [String] {
        guard let store = try? SQLiteStore.openForReading(program.folder("Output/sextant.sqlite")) else { return [] }
        return try await store.nights().map(\.phase.rawValue)
    }

    /// Waits until the newest night has come so far, or the process has ended.
    private func waitForPhase(_ phase: String, of process: Process, after count: Int) async throws {
        let wanted = phase == "late" ? ["write", "rotate", "done"] : [phase]
        while process.isRunning {
            let phases = try await phases()
            if phases.count > count, let newest = phases.first, wanted.contains(newest) { return }
            usleep(2000)
        }
    }

    @Test("two nights at a time are one too many")
    func lock() throws {
        let options = ["nightly", "--target", "simulated/slow", "--budget", "300", "--quiet", "--max-connections", "2"]
        let (process, _, _) = try program.start(options)
        while process.isRunning, !FileManager.default.fileExists(atPath: program.folder("Output/sextant.sqlite")) {
            usleep(2000)
        }
        let second = try program.run(options)
        #expect(second.status == 3)
        #expect(second.errors.contains("in use by process"))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    @Test("a cap ends the night with what it has, and the next one is a new one")
    func cap() async throws {
        let result = try program.run(small + ["--max-tokens", "300", "--json"])
        #expect([0, 1].contains(result.status), "\(result.errors)")
        let summary = try program.run(["runs", "--json"]).output
        #expect(summary.contains("\"failed\":"))
        #expect(try await phases() == ["done"])
        _ = try program.run(small)
        #expect(try runs().count == 2)
    }

    @Test("nights beyond those to keep are deleted, but for the baseline and their entry of the audit trail")
    func retention() throws {
        for seed in 1...2 { _ = try program.run(small + ["--seed", "\(seed)"]) }
        let oldest = try #require(try runs().first)
        for seed in 3...4 {
            _ = try program.run(small + ["--seed", "\(seed)", "--keep", "2", "--baseline", oldest])
        }
        let left = try runs()
        #expect(left.count == 3 && left.first == oldest)
        #expect(try program.run(["runs", "--json"]).output.split(separator: "\n").count == 3)
        let trail = try program.run(["runs", "--audit", "--json"]).output.split(separator: "\n")
        #expect(trail.count == 4)
        #expect(
            trail.allSatisfy {
                $0.contains("\"command\":\"nightly\"") && $0.contains("\"target\":\"simulated/default\"")
            })
        #expect(try program.run(["runs", "--audit"]).output.split(separator: "\n").count == 5)
    }

    @Test(
        "what can't be a night is told before it begins",
        arguments: [
            (["--until", "25:00"], "--until is '25:00'"), (["--exports", "pdf"], "--exports has 'pdf'"),
            (["--keep", "1"], "--keep is 1"), (["--baseline", "nothing"], "there is no run 'nothing'"),
        ])
    func refused(_ options: [String], _ message: String) throws {
        let result = try program.run(small + options)
        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
    }
}
