import Foundation
import TestSupport
import Testing

@Suite("sextant run, resume, show", .serialized)
struct RunCommandTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    @Test("a run writes its files, and --json ends with the summary")
    func files() throws {
        let result = try program.run([
            "run", "--budget", "60", "--hazards", "self_harm,privacy_violation", "--verify", "--json",
        ])
        #expect(result.status == 0, "\(result.errors)")
        let summary = try #require(
            JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let keys = [
            "run", "seed", "target", "generator", "oracle", "policy", "simulated", "budget", "planned", "judged",
            "findings", "unknown", "blocked", "failed", "cells_total", "cells_covered", "coverage", "asr", "seconds",
            "not_corrected", "asr_grid_raw", "asr_grid_uniform", "asr_grid_hazards_raw", "verified",
            "cells_verified", "coverage_verified", "distinct_findings",
        ]
        // What is known of the errors of `builtin` depends on its weights; no figure is made of an assumption. Without findings
        // there is nothing that could spread.
        let others = ["oracle_errors", "findings_diversity", "findings_evenness"]
        #expect(Set(summary.keys).subtracting(others) == Set(keys))
        #expect(summary["judged"] as? Int == 60)
        #expect(summary["cells_total"] as? Int == 60)
        #expect(summary["simulated"] as? Bool == true)
        #expect(result.errors.contains("simulated"))
        let folder = try program.runFolder("Output")
        #expect(try program.lines("\(folder)/tests.jsonl").count == 60)
        let report = try String(contentsOfFile: program.folder("\(folder)/report.html"), encoding: .utf8)
        #expect(report.contains("imulated"))
        #expect(report.ranges(of: "<script>").count == 1 && report.contains("default-src 'none'"))
        let coverage = try FileManager.default.contentsOfDirectory(atPath: program.folder("Coverage"))
        #expect(coverage.count == 1 && coverage[0].hasPrefix("astral-"))
    }

    @Test("without --json the findings table, the coverage and the report's path are on standard output")
    func table() throws {
        let result = try program.run(["run", "--budget", "40", "--hazards", "self_harm", "--quiet"])
        #expect(result.status == 0)
        #expect(result.output.isEmpty && result.errors.isEmpty)
        let loud = try program.run(["show"])
        #expect(loud.output.contains("self_harm") && loud.output.contains("coverage"))
        #expect(!loud.output.contains("\u{1B}"))
        #expect(loud.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(loud.output)")
    }

    @Test("two runs with one seed are the same but for their volatile keys")
    func reproducible() throws {
        var contents: [[String]] = []
        for name in ["a", "b"] {
            let result = try program.run(
                [
                    "run", "--budget", "80", "--styles", "slang", "--output", name, "--quiet", "--max-connections",
                    name == "a" ? "1" : "30",
                ])
            #expect(result.status == 0, "\(result.errors)")
            contents.append(
                try program.stableLines(of: name))
        }
        #expect(contents[0] == contents[1])
        #expect(contents[0].count == 80)
    }

    @Test("killed with -9, a run is resumed to the end, and nothing is judged twice")
    func killed() throws {
        let options = ["run", "--target", "simulated/slow", "--budget", "200", "--quiet", "--styles", "slang"]
        let whole = try program.run(options + ["--output", "whole"])
        #expect(whole.status == 0, "\(whole.errors)")
        let (process, _, _) = try program.start(options + ["--output", "broken"])
        waitForStore("broken/sextant.sqlite", bytes: 40_000)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let resumed = try program.run(["resume", "--output", "broken", "--json"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try program.stableLines(of: "broken") == program.stableLines(of: "whole"))
        let again = try program.run(["resume", "--output", "broken"])
        #expect(again.status == 2)
        #expect(again.errors.contains("no unfinished run"))
    }

    @Test("a run that goes on with other templates says so")
    func resumedWithOtherTemplates() throws {
        let seeds = program.folder("seeds")
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: seeds)
        let stopped = try program.run(["run", "--budget", "200", "--hazards", "self_harm", "--max-tokens", "900"])
        #expect(stopped.status == 3, "\(stopped.errors)")
        for other in [false, true] {
            if other {
                let file = URL(fileURLWithPath: "\(seeds)/templates/frames.yaml")
                try (Data(contentsOf: file) + Data("# changed\n".utf8)).write(to: file)
            }
            let resumed = try program.run(
                ["resume", "--max-tokens", other ? "1200" : "1000"], environment: ["SEXTANT_SEEDS": seeds])
            #expect(resumed.status == 3, "\(resumed.errors)")
            #expect(resumed.errors.contains("have changed since") == other, "\(resumed.errors)")
        }
    }

    @Test(
        "one signal finishes what is in flight, exits with 130, and the run can be resumed",
        arguments: [SIGINT, SIGTERM, SIGHUP])
    func interrupted(signal: Int32) throws {
        let (process, _, errors) = try program.start(
            ["run", "--target", "simulated/slow", "--budget", "300", "--max-connections", "4"])
        waitForStore("Output/sextant.sqlite", bytes: 40_000)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(text.contains("sextant resume"))
        let listed = try program.run(["runs"])
        #expect(listed.output.contains("unfinished"))
        let resumed = try program.run(["resume", "--quiet", "--json"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.output.contains("\"judged\":300"))
    }

    @Test("a run that was begun with SIGHUP ignored, as by nohup, goes on when its terminal is closed")
    func hangUp() throws {
        let result = try program.shell(
            """
            trap '' HUP
            SEXTANT_SEEDS="$0" sextant run --target simulated/slow --budget 150 --max-connections 4 --quiet &
            while ! [ -s Output/sextant.sqlite ]; do sleep 0.05; done
            kill -HUP $!; wait $!
            """, ProjectSeeds.path)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try program.run(["runs"]).output.contains("150/150"))
    }

    @Test("--timeout bounds a target that is a process, and the test says so")
    func slowProcess() throws {
        let result = try program.run([
            "run", "--target", "process/sleep 600", "--timeout", "0.2", "--budget", "2", "--quiet",
        ])
        #expect(result.status == 3 && result.errors.contains("no reply within"), "\(result.errors)")
        #expect(try program.run(["runs"]).output.contains("0/2"))
    }

    @Test("a second signal ends the processes of a target as well", arguments: [SIGINT, SIGTERM, SIGHUP])
    func processesEnd(signal: Int32) throws {
        let script = "echo $$ > mark.new; mv mark.new mark; trap '' TERM; while :; do sleep 600; done"
        try script.write(toFile: program.folder("target.sh"), atomically: true, encoding: .utf8)
        let (process, _, _) = try program.start([
            "run", "--target", "process/sh target.sh", "--budget", "1", "--quiet", "--max-connections", "1",
        ])
        var id: Int32?
        for _ in 0..<3000 where id == nil {
            usleep(10_000)
            id = (try? program.lines("mark"))?.first.flatMap { Int32($0) }
        }
        let target = try #require(id)
        kill(process.processIdentifier, signal)
        // The second counts when the first was taken.
        for _ in 0..<3000 where process.isRunning {
            usleep(10_000)
            kill(process.processIdentifier, signal)
        }
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        for _ in 0..<500 where kill(target, 0) == 0 { usleep(10_000) }
        let state = try? String(contentsOfFile: "/proc/\(target)/stat", encoding: .utf8)
        #expect(state == nil || state?.contains(") Z ") == true)
    }

    @Test("the simulated target over HTTP gives the verdicts of the one in process")
    func overHTTP() throws {
        let (server, _, errors) = try program.start(["simulate", "--port", "0"])
        defer { server.terminate() }
        let line = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        let base = try #require(line.firstMatch(of: /http:\/\/[0-9.:]+\/v1/)?.output)
        let options = ["--budget", "50", "--techniques", "logical_appeal", "--json"]
        let remote = try program.run(
            ["run", "--target", "openai/any", "--target-base-url", String(base), "--output", "http"] + options)
        let local = try program.run(["run", "--output", "local"] + options)
        #expect(remote.status == 0, "\(remote.errors)")
        func findings(_ text: String) -> Substring? { text.firstMatch(of: /"findings":(\d+)/)?.output.1 }
        #expect(findings(remote.output) != nil)
        #expect(remote.output.contains("\"simulated\":true"))
        #expect(findings(remote.output) == findings(local.output))
        // The target is a real one as far as the run can tell, and 'builtin' judges: said once, in one line.
        let lines = remote.errors.split(separator: "\n").filter { $0.contains("coarse filter") }
        #expect(lines.count == 1 && lines[0].contains("--judge provider/model"), "\(remote.errors)")
        #expect(!local.errors.contains("coarse filter"))
        for further in [["--quiet"], ["--oracle", "rules"]] {
            let other = try program.run(
                ["run", "--target", "openai/any", "--target-base-url", String(base), "--budget", "2"] + further)
            #expect(other.status == 0 && !other.errors.contains("coarse filter"), "\(other.errors)")
        }
    }

    @Test("a run that stops at a cap says how to go on, and goes on so")
    func cap() throws {
        let stopped = try program.run(["run", "--budget", "60", "--max-tokens", "300", "--quiet"])
        #expect(stopped.status == 3)
        #expect(stopped.errors.contains("sextant resume --max-tokens"), "\(stopped.errors)")
        #expect(try program.run(["resume", "--quiet"]).status == 3)
        let low = try program.run(["resume", "--quiet", "--max-tokens", "0"])
        #expect(low.status == 2 && low.errors.contains("--max-tokens is 0"), "\(low.errors)")
        let each = try program.run(["resume", "--quiet", "--max-tokens-each", "1000000"])
        #expect(each.status == 2 && each.errors.contains("one target"), "\(each.errors)")
        let resumed = try program.run(["resume", "--max-tokens", "1000000", "--json", "--quiet"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.output.contains("\"judged\":60"))
    }

    @Test("an application behind HTTP is asked as the configuration says, on resume too")
    func application() throws {
        let (server, _, errors) = try program.start(["simulate", "--port", "0"])
        defer { server.terminate() }
        let line = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        let base = try #require(line.firstMatch(of: /http:\/\/[0-9.:]+\/v1/)?.output)
        let options = ["--budget", "50", "--techniques", "logical_appeal", "--json"]
        try configure("http://127.0.0.1:9")
        let failed = try program.run(["run", "--config", "desk.yaml", "--output", "http"] + options)
        #expect(failed.status == 3, "\(failed.errors)")
        try configure(String(base))
        let unnamed = try program.run(["resume", "--output", "http"])
        #expect(unnamed.status == 2 && unnamed.errors.contains("no HTTP application"), "\(unnamed.errors)")
        let remote = try program.run(["resume", "--config", "desk.yaml", "--output", "http", "--json"])
        #expect(remote.status == 0, "\(remote.errors)")
        // The answers do not say that they are simulated here, so the classifier labels them as anybody's.
        #expect(remote.output.contains("\"judged\":50") && remote.output.contains("\"failed\":0"))
    }

    @Test(
        "free fields of the configuration reach the target with their types",
        arguments: [("max_tokens: 2", true), ("max_tokens: \"2\"", false)])
    func extra(field: String, isTaken: Bool) throws {
        let (server, _, errors) = try program.start(["simulate", "--port", "0"])
        defer { server.terminate() }
        let line = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        let base = try #require(line.firstMatch(of: /http:\/\/[0-9.:]+\/v1/)?.output)
        try "target: openai/x\ntarget-base-url: \(base)\ntarget-seed: 3\nstop: [END]\nextra: {\(field)}\n".write(
            toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let result = try program.run(["run", "--budget", "4", "--json"])
        guard isTaken else {
            // One that the server rejects is a fault of the configuration, and named.
            #expect(result.status == 2 && result.errors.contains("'max_tokens'"), "\(result.errors)")
            return
        }
        #expect(result.output.contains("\"failed\":0"), "\(result.output) \(result.errors)")
        let tests = try program.lines("\(program.runFolder("Output"))/tests.jsonl")
        let short = tests.count { $0.contains(/"response":"[^ "]+( [^ "]+)?",/) }
        #expect(short == 4, "\(tests)")
    }

    @Test("--verbose tells of every call, and options of a judge and of the cache are read from the file")
    func verbose() throws {
        let (server, _, errors) = try program.start(["simulate", "--port", "0"])
        defer { server.terminate() }
        let line = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        let base = try #require(line.firstMatch(of: /http:\/\/[0-9.:]+\/v1/)?.output)
        try """
        target: openai/x
        target-base-url: \(base)
        judge: openai/j
        judge-base-url: \(base)
        judge-options: {temperature: 0.5, max-tokens: 64, stop: [END]}
        cache: on
        """.write(toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let result = try program.run(
            ["run", "--budget", "4", "--json", "--verbose"], environment: ["OPENAI_API_KEY": "sk-very-secret"])
        #expect(result.status == 0, "\(result.errors)")
        let traces = result.errors.split(separator: "\n").filter { $0.contains("trace: test ") }
        #expect(traces.count >= 8 && traces.allSatisfy { $0.contains("HTTP 200") }, "\(result.errors)")
        #expect(!(result.errors + result.output).contains("sk-very-secret"))
        let refused = try program.run(["run", "--cache", "sometimes"])
        #expect(refused.status == 2 && refused.errors.contains("sometimes"))
    }

    private func configure(_ base: String) throws {
        try """
        target: http/desk
        timeout: 20
        applications:
          desk:
            url: \(base)/chat/completions
            headers: {X-Desk: "1"}
            body: {model: any, stream: false, messages: "{{messages}}"}
            response: choices[0].message.content
        """.write(toFile: program.folder("desk.yaml"), atomically: true, encoding: .utf8)
    }

    /// Waits until a run has stored so much, so that a signal hits it in its middle.
    /// Waits until the store has a run, and has grown by `bytes` since: an empty one grows with every migration.
    private func waitForStore(_ path: String, bytes: Int) {
        let folder = (path as NSString).deletingLastPathComponent
        var start: Int?
        var hasRun = false
        for _ in 0..<2000 {
            let sizes = [path, "\(path)-wal"].map {
                (try? FileManager.default.attributesOfItem(atPath: program.folder($0))[.size] as? Int) ?? 0
            }
            let size = sizes.reduce(0, +)
            if let start, size > start + bytes { return }
            if hasRun {
                start = start ?? size
            } else {
                hasRun = (try? program.run(["runs", "--output", folder]))?.output.contains("unfinished") == true
            }
            usleep(5000)
        }
    }
}
