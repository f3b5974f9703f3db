import FaultServer
import Foundation
import TestSupport
import Testing

@Suite("sextant judge and review", .serialized)
struct ReviewCommandTests {
    let program: Program
    let run: String

    init() throws {
        program = try Program()
        let result = try program.run([
            "run", "--budget", "60", "--hazards", "self_harm", "--oracle", "rules", "--quiet",
        ])
        #expect(result.status == 0, "\(result.errors)")
        run = try program.runID()
    }

    /// A judge that calls every answer safe but the first it sees.
    private func judge() throws -> ChatScript {
        try ChatScript { call in
            .text(
                "{\"label\": \"\(call.number == 0 ? "unsafe" : "safe")\", \"confidence\": 0.8, \"reason\": \"as read\"}"
            )
        }
    }

    private func judgeArguments(_ script: ChatScript) -> [String] {
        ["judge", run, "--judge", "openai/j", "--judge-base-url", script.baseURL]
    }

    @Test("another oracle's verdicts stand beside the run's own, with how far both agree")
    func judged() throws {
        let script = try judge()
        let result = try program.run(judgeArguments(script))
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("60 judged now") && result.output.contains("Cohen's kappa"))
        #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(result.output)")
        // A response without text is not asked about.
        let asked = script.calls.count
        #expect((50...60).contains(asked))
        let again = try program.run(judgeArguments(script))
        #expect(again.status == 0 && again.output.contains("0 judged now") && script.calls.count == asked)
        let trail = try program.run(["runs", "--audit", "--json"]).output.split(separator: "\n")
        #expect(trail.count { $0.contains("\"command\":\"judge\"") && $0.contains(run) } == 2, "\(trail)")
        let json = try program.run(judgeArguments(script) + ["--json"])
        let document = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(document["compared"] as? Int == 60 && document["oracle"] as? String == "judge:openai/j")
        let shown = try program.run(["show", run, "5"])
        #expect(shown.output.contains("judge:openai/j") && shown.output.contains("rules"), "\(shown.output)")
        let other = try program.run(
            judgeArguments(script) + ["--judge-samples", "3", "--judge-view", "response", "--cache", "on"])
        #expect(other.status == 0 && script.calls.count == 4 * asked, "\(other.errors)")
        #expect(try program.run(["show", run, "5"]).output.contains("response only, 3 samples"))
    }

    @Test("a judge that fails leaves what it could not judge to the next time, with exit code 3")
    func failing() throws {
        let broken = try ChatScript { $0.number < 12 ? .text("{\"label\": \"safe\"}") : .status(400) }
        let first = try program.run(judgeArguments(broken) + ["--max-connections", "2"])
        #expect(first.status == 3 && first.errors.contains("calls in a row failed"), "\(first.errors)")
        let script = try judge()
        let result = try program.run(judgeArguments(script))
        #expect(result.status == 0 && script.calls.count > 30, "\(result.errors)")
        #expect(!result.output.contains("60 judged now") && result.output.contains(" of 60"), "\(result.output)")
    }

    @Test(
        "what is wrong is said, with exit code 2",
        arguments: [
            (["judge", "RUN"], "which oracle"), (["judge", "RUN", "--oracle", "rules"], "own verdicts"),
            (["judge", "none", "--oracle", "builtin"], "there is no run"),
            (["judge", "RUN", "--oracle", "guard"], "--guard"),
            (
                [
                    "judge", "RUN", "--guard", "openai/x", "--guard-base-url", "http://127.0.0.1:9", "--guard-format",
                    "gut",
                ], "known: auto"
            ),
            (["judge", "RUN", "--jury", "builtin"], "two or more"),
            (["judge", "RUN", "--judge", "openai/j", "--judge-samples", "0"], "--judge-samples"),
            (["judge", "RUN", "--judge", "openai/j", "--judge-view", "half"], "--judge-view"),
            (["review", "RUN", "--control", "2"], "between 0 and 1"),
            (["review", "RUN", "--annotator", " "], "--annotator"),
            (["oracle", "calibrate", "--run", "RUN", "--oracle", "builtin"], "has not judged"),
            (["oracle", "calibrate"], "either --data or --run"),
            (["oracle", "weights", "--jury", "rules,builtin", "--learn", "hedge"], "has not judged"),
        ])
    func wrong(arguments: [String], message: String) throws {
        let result = try program.run(arguments.map { $0 == "RUN" ? run : $0 })
        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    private func review(_ annotator: String, _ keys: [String], _ options: [String] = []) throws -> Program.Result {
        try program.run(
            ["review", run, "--annotator", annotator] + options, input: keys.joined(separator: "\n") + "\n")
    }

    @Test("a response is hidden until a key, labels are stored at once, and the next time goes on")
    func hidden() throws {
        let placeholder = "placeholder"
        let early = try review("ana", ["s", "u", "?", "q"])
        #expect(early.status == 0 && early.output.contains("look at the response first"))
        #expect(early.output.contains("0 labelled by ana") && early.output.contains("hidden"))
        #expect(!early.output.lowercased().contains(placeholder))
        let first = try review("ana", ["x", "s", "x", "u", "skip", "x", "k", "q"])
        #expect(first.output.contains("3 labelled by ana, 1 skipped"), "\(first.output)")
        let tests = { (text: String) in text.matches(of: /\d+\. test (\d+)/).map { String($0.output.1) } }
        let second = try review("ana", ["x", "s", "q"])
        let labelled = tests(first.output)
        #expect(labelled.count == 5)
        // The skipped one and the one at which was quit come again, those with a label do not.
        let labels = [labelled[0], labelled[1], labelled[3]]
        #expect(Set(tests(second.output)).isDisjoint(with: labels))
        #expect(tests(second.output).first == labelled[2])
        #expect(try program.run(["show", run, labels[1]]).output.contains("unsafe, by ana"))
    }

    @Test("two annotators: agreement, a run's rate corrected by their labels, and a calibration")
    func flow() throws {
        for (name, label) in [("ana", "s"), ("bo", "s")] {
            let keys = Array(repeating: ["x", label], count: 21).flatMap { $0 } + ["x", "u"]
            let result = try review(name, keys, ["--control", "1", "--limit", "22"])
            #expect(result.output.contains("22 labelled by \(name)"), "\(result.output)")
        }
        let agreement = try program.run(["review", run, "--agreement"])
        #expect(agreement.status == 0 && agreement.output.contains("1.000"), "\(agreement.output)")
        #expect(agreement.output.contains("22 tests labelled, 22 of them drawn at random"))
        #expect(agreement.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let shown = try program.run(["show", run])
        #expect(shown.output.contains("people say     ") && shown.output.contains("22 human"), "\(shown.output)")
        #expect(shown.output.split(separator: "\n").filter { !$0.contains("/") }.allSatisfy { $0.count <= 80 })
        let calibrated = try program.run(["oracle", "calibrate", "--run", run, "--oracle", "rules"])
        #expect(calibrated.status == 0 && calibrated.output.contains("of 21"), "\(calibrated.errors)")
        // A further oracle's verdicts know the weights behind them, so that its calibration counts for runs with the same.
        #expect(try program.run(["judge", run, "--oracle", "builtin"]).status == 0)
        let further = try program.run(["oracle", "calibrate", "--run", run, "--oracle", "builtin"])
        #expect(further.status == 0 && further.output.contains("of 21"), "\(further.errors)")
        let next = try program.run(["run", "--budget", "20", "--hazards", "self_harm"])
        // Labels given in turn make any oracle a coin: the calibration counts, and leaves nothing to correct with.
        #expect(next.output.contains("by its labels the oracle"), "\(next.output)")
        #expect(!next.errors.contains("warning"), "\(next.errors)")
        let script = try judge()
        #expect(try program.run(judgeArguments(script)).status == 0)
        let weights = try program.run([
            "oracle", "weights", "--jury", "rules,judge", "--judge", "openai/j", "--learn", "hedge", "--run", run,
        ])
        #expect(weights.status == 0 && weights.output.contains("learned by hedge from "), "\(weights.errors)")
        let known = try program.run(["oracle", "weights", "--jury", "rules,judge", "--judge", "openai/j"])
        #expect(known.output == weights.output)
    }

    @Test("a terminal gives single keys, and is as before at the end and after a signal", arguments: [false, true])
    func terminal(isKilled: Bool) throws {
        var (leader, follower): (Int32, Int32) = (0, 0)
        #expect(openpty(&leader, &follower, nil, nil, nil) == 0)
        defer {
            close(leader)
            close(follower)
        }
        let before = try mode(of: follower)
        let started = try program.start(
            ["review", run, "--annotator", "ana"],
            input: FileHandle(fileDescriptor: follower, closeOnDealloc: false))
        // The prompt on standard error comes once the keyboard is taken over.
        var seen = ""
        while !seen.contains("show the response") {
            let data = started.errors.fileHandleForReading.availableData
            if data.isEmpty { break }
            seen += String(decoding: data, as: UTF8.self)
        }
        #expect(try mode(of: follower) != before)
        if isKilled { kill(started.process.processIdentifier, SIGTERM) } else { _ = write(leader, "xsq", 3) }
        started.process.waitUntilExit()
        #expect(started.process.terminationStatus == (isKilled ? 130 : 0))
        #expect(try mode(of: follower) == before)
        guard !isKilled else { return }
        let output = String(decoding: started.output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(output.contains("1 labelled by ana"), "\(output)")
    }

    private func mode(of descriptor: Int32) throws -> UInt32 {
        var mode = termios()
        try #require(tcgetattr(descriptor, &mode) == 0)
        return mode.c_lflag
    }
}
