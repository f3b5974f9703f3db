import Foundation
import Records
import Storage
import TestSupport
import Testing

@Suite("sextant oracle", .serialized)
struct OracleCommandTests {
    let program: Program

    init() throws { program = try Program() }

    /// Harmless answers of every label, easy to tell apart.
    private func write(_ name: String, rows: Int = 12) throws {
        let kinds = [
            ("refusal", "I'm sorry, but I can't help with"), ("partial_refusal", "In part only, a few words about"),
            ("compliance", "Sure! Here is how one begins with"), ("safe", "Sure! Here is how one begins with"),
            ("unsafe", "PLACEHOLDER forbidden sample on"),
        ]
        var text = ""
        for row in 0..<rows {
            for (label, opening) in kinds {
                let object: [String: Any] = [
                    "id": "\(label)-\(row)", "prompt": "Tell me about garden \(row)",
                    "response": "\(opening) garden \(row).", "label": label, "category": "gardens", "extra": [1, 2],
                ]
                text += String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self) + "\n"
            }
        }
        try text.write(toFile: program.folder(name), atomically: true, encoding: .utf8)
    }

    @Test("trained twice, the weights are the same bytes, and label what they were trained on")
    func train() throws {
        try write("data.jsonl")
        for name in ["a", "b"] {
            let result = try program.run(["oracle", "train", "--data", "data.jsonl", "--out", name, "--quiet"])
            #expect(result.status == 0, "\(result.errors)")
        }
        let bytes = try ["a", "b"].map { try Data(contentsOf: URL(fileURLWithPath: program.folder($0))) }
        #expect(bytes[0] == bytes[1])
        let labels = try program.run(["oracle", "label", "--data", "data.jsonl", "--weights", "a"])
        #expect(labels.status == 0)
        let rows = try labels.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(rows.count == 60)
        #expect(rows.allSatisfy { Set($0.keys) == ["id", "label", "behaviour", "p_unsafe", "p_refusal"] })
        #expect(rows[0]["id"] as? String == "refusal-0" && rows[0]["behaviour"] as? String == "refusal")
        #expect(rows[4]["label"] as? String == "unsafe" && (rows[4]["p_unsafe"] as? Double ?? 0) > 0.5)
        #expect((rows[0]["p_refusal"] as? Double ?? 0) > 0.5)
    }

    @Test("bad lines are named and left out, the others labelled, and the exit code is 2")
    func badLines() throws {
        try Data(
            "{\"id\":\"a\",\"response\":\"I can't help.\"}\nnonsense\n{\"id\":\"c\",\"response\":\"Sure.\"}\n".utf8
        )
        .write(to: URL(fileURLWithPath: program.folder("f.jsonl")))
        let result = try program.run(["oracle", "label", "--data", "f.jsonl"])
        #expect(result.status == 2)
        #expect(result.errors.contains("f.jsonl:2: not JSON"))
        #expect(result.output.split(separator: "\n").count == 2)
    }

    @Test("evaluation fits 80 columns, and is JSON on request")
    func evaluate() throws {
        try write("data.jsonl")
        let table = try program.run(["oracle", "evaluate", "--data", "data.jsonl", "--resamples", "100"])
        #expect(table.status == 0, "\(table.errors)")
        #expect(table.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(table.output)")
        for word in ["accuracy", "kappa", "ece", "gardens", "partial_refusal", "95% interval"] {
            #expect(table.output.contains(word), "\(word)")
        }
        let json = try program.run(
            ["oracle", "evaluate", "--data", "data.jsonl", "--resamples", "100", "--folds", "2", "--json"])
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let axes = try #require(document["axes"] as? [String: [String: Any]])
        #expect(Set(axes.keys) == ["refusal", "harm"] && document["folds"] as? Int == 2)
        let figures = try #require(axes["harm"]?["figures"] as? [String: Double])
        #expect((figures["f1"] ?? 0) > 0.9)
    }

    /// Whether a run was shown with a calibration that counts: its rate is corrected by it, or by its labels the oracle is
    /// hardly better than a coin, which depends on the weights of the seeds.
    private func isCalibrated(_ output: String) -> Bool {
        output.contains("corrected by ") || output.contains("not corrected  by its labels")
    }

    /// Puts other counts into the calibration of `builtin`, as labels on which it does well would.
    private func improveCalibration() async throws {
        let store = try SQLiteStore.openForWriting(program.folder("Output/sextant.sqlite"))
        var calibration = try #require(try await store.calibration(of: "builtin"))
        (calibration.truePositives, calibration.falseNegatives) = (900, 100)
        (calibration.trueNegatives, calibration.falsePositives) = (980, 20)
        try await store.keep(calibration)
    }

    @Test("after a calibration, a run shows its rate raw and corrected, or says that the labels are too few")
    func calibrate() async throws {
        try write("data.jsonl")
        let calibrated = try program.run(["oracle", "calibrate", "--data", "data.jsonl"])
        #expect(calibrated.status == 0, "\(calibrated.errors)")
        #expect(calibrated.output.contains("sensitivity") && calibrated.output.contains("of 12"))
        let run = try program.run(["run", "--budget", "40", "--hazards", "self_harm"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(isCalibrated(run.output), "\(run.output)")
        #expect(run.output.contains("by its labels") == calibrated.output.contains("no rate is corrected by it"))
        try await improveCalibration()
        let shown = try program.run(["show"]).output
        #expect(shown.contains("corrected by   sensitivity 90.0% (") && shown.contains("2,000 labels"), "\(shown)")
        #expect(shown.contains("\nresponses      ") && !shown.contains("not corrected"), "\(shown)")
        #expect(shown.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(shown)")
        #expect(run.output.split(separator: "\n").filter { !$0.contains("/") }.allSatisfy { $0.count <= 80 })
    }

    @Test("a calibration counts for verdicts of the weights that it was measured with, else a run says why not")
    func otherWeights() throws {
        try write("data.jsonl")
        for arguments in [
            ["train", "--out", "own", "--quiet"], ["calibrate", "--weights", "own"],
        ] {
            let result = try program.run(["oracle"] + arguments + ["--data", "data.jsonl"])
            #expect(result.status == 0, "\(result.errors)")
        }
        let run = try program.run(["run", "--budget", "40", "--hazards", "self_harm"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("warning: the calibration of the oracle 'builtin' does not count"), "\(run.errors)")
        #expect(run.output.contains("not corrected") && !run.output.contains("corrected by"), "\(run.output)")
        #expect(run.output.contains("sextant oracle calibrate"))
        #expect(run.output.split(separator: "\n").filter { !$0.contains("/") }.allSatisfy { $0.count <= 80 })
        // The remedy that it names: the run has the weights of the seeds, and so has what is measured now.
        #expect(try program.run(["oracle", "calibrate", "--data", "data.jsonl"]).status == 0)
        let id = try program.runID()
        #expect(isCalibrated(try program.run(["show", id]).output))
        let next = try program.run(["run", "--budget", "40", "--hazards", "self_harm"])
        #expect(isCalibrated(next.output) && !next.errors.contains("warning"), "\(next.output)\(next.errors)")
    }

    @Test("a run that goes on with other weights says so, and no calibration counts for it")
    func resumedWithOtherWeights() throws {
        try write("data.jsonl")
        let seeds = program.folder("seeds")
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: seeds)
        let weights = "\(seeds)/oracle/builtin.weights"
        try FileManager.default.removeItem(atPath: weights)
        let trained = try program.run(["oracle", "train", "--data", "data.jsonl", "--out", weights, "--quiet"])
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(try program.run(["oracle", "calibrate", "--data", "data.jsonl"]).status == 0)
        let stopped = try program.run(["run", "--budget", "200", "--hazards", "self_harm", "--max-tokens", "900"])
        #expect(stopped.status == 3 && !stopped.errors.contains("warning"), "\(stopped.errors)")
        for other in [true, false] {
            // The weights that it began with do not help once others have judged.
            let resumed = try program.run(
                ["resume", "--max-tokens", other ? "4000" : "1000000"],
                environment: other ? ["SEXTANT_SEEDS": seeds] : [:])
            #expect(resumed.status == (other ? 3 : 0), "\(resumed.errors)")
            #expect(resumed.errors.contains("warning: the weights") == other, "\(resumed.errors)")
            if !other { #expect(resumed.output.contains("not corrected"), "\(resumed.output)") }
        }
    }

    @Test(
        "what is wrong is said, with exit code 2",
        arguments: [
            (["oracle", "label", "--data", "none.jsonl"], "can't be read"),
            (["oracle", "label", "--data", "data.jsonl", "--weights", "none"], "sextant oracle train"),
            (["oracle", "label", "--data", "data.jsonl", "--oracle", "gut"], "known: builtin"),
            (["oracle", "label", "--data", "data.jsonl", "--oracle", "cascade"], "--judge"),
            (["oracle", "evaluate", "--data", "data.jsonl", "--oracle", "rules", "--folds", "3"], "nothing to train"),
            (["oracle", "evaluate", "--data", "data.jsonl", "--folds", "1"], "between 2 and 100"),
            (["oracle", "calibrate", "--data", "data.jsonl", "--max-loss", "7"], "between 0 and 1"),
            (["oracle", "train", "--data", "data.jsonl", "--out", "no/such/folder/w"], "can't be written"),
        ])
    func wrong(arguments: [String], message: String) throws {
        try write("data.jsonl", rows: 4)
        let result = try program.run(arguments)
        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
    }
}
