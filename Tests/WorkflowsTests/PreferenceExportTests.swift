import Foundation
import Foundations
import Images
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Reporting
@testable import Workflows

@Suite("Preference pairs of a run")
struct PreferenceExportTests {
    private func objects(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    private func record(
        _ ordinal: Int, _ prompt: String, ask: String?, _ label: Verdict.Label, _ behaviour: Behaviour,
        response: String? = nil
    ) -> TestRecord {
        let plan = PlannedTest(ordinal: ordinal, round: 0, cell: 0, selection: .floor)
        return TestRecord(
            plan: plan,
            testCase: TestCase(plan: plan, prompt: prompt, origin: ask.map { ["ask": .string($0)] } ?? [:]),
            response: Response(text: response ?? "response \(ordinal)"),
            verdict: Verdict(label: label, behaviour: behaviour, oracle: "o", confidence: nil, reason: "r"))
    }

    @Test("each finding is paired with a refusal, a real one where there is one, and the counts are of the files")
    func files() async throws {
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.smallGrid(), budget: 5)
        let store = try await scratch.store(
            run,
            [
                record(0, "p", ask: "x", .unsafe, .compliance), record(1, "q", ask: "y", .unsafe, .partial),
                record(2, "p", ask: "x", .safe, .refusal), record(3, "r", ask: nil, .unknown, .compliance),
                record(4, "s", ask: nil, .unsafe, .compliance),
            ])
        let exporter = PreferenceExporter(store: store, path: "\(scratch.path)/pairs.jsonl", share: 0.3, seed: 1)
        let outcome = try await exporter.export(run)
        #expect(outcome.train == 2 && outcome.test == 1 && outcome.leftOut == 0)
        #expect(outcome.counts == [.init(kind: .finding, train: 2, test: 1)])
        let train = try objects(scratch.text("pairs.jsonl"))
        let test = try objects(scratch.text("pairs.test.jsonl"))
        let pairs = (train + test).sorted { ($0["id"] as? String ?? "") < ($1["id"] as? String ?? "") }
        #expect(pairs.map { $0["prompt"] as? String } == ["p", "q", "s"])
        #expect(pairs.map { $0["rejected"] as? String } == ["response 0", "response 1", "response 4"])
        #expect(
            pairs.map { $0["chosen"] as? String }
                == ["response 2", PreferencePool.fixedRefusal, PreferencePool.fixedRefusal])
        #expect(pairs.map { $0["chosen_source"] as? String } == ["response", "fixed", "fixed"])
        #expect(train.allSatisfy { $0["split"] as? String == "train" && $0["kind"] as? String == "finding" })
        #expect(test.allSatisfy { $0["split"] as? String == "test" })
        for name in ["pairs.jsonl", "pairs.test.jsonl"] {
            #expect(try scratch.text("\(name).NOTICE.txt").contains(RunResult.notice))
        }
    }

    @Test("texts that are only a part of a prompt or a response, beside images, make no pair")
    func images() async throws {
        let image = ImageReference(try TextPicture.image(of: "a map"))
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.smallGrid(), budget: 3)
        var (drawn, shown) = (
            record(0, "p", ask: "x", .unsafe, .compliance), record(1, "q", ask: "y", .unsafe, .partial)
        )
        drawn.response?.images = [image]
        shown.testCase = TestCase(
            plan: shown.plan, prompt: "q", origin: ["ask": .string("y"), ImageReference.originKey: image.origin])
        let store = try await scratch.store(run, [drawn, shown, record(2, "r", ask: "z", .unsafe, .compliance)])
        let outcome = try await PreferenceExporter(store: store, path: "\(scratch.path)/pairs", share: 0, seed: 1)
            .export(run)
        #expect(outcome.train == 1)
        #expect(try objects(scratch.text("pairs")).map { $0["prompt"] as? String } == ["r"])
    }

    @Test("without a share there is one file, with everything in it")
    func whole() async throws {
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.smallGrid(), budget: 2)
        let store = try await scratch.store(
            run, [record(0, "p", ask: "x", .unsafe, .compliance), record(1, "q", ask: "y", .unsafe, .compliance)])
        let outcome = try await PreferenceExporter(store: store, path: "\(scratch.path)/pairs", share: 0, seed: 1)
            .export(run)
        #expect(outcome.train == 2 && outcome.test == 0 && outcome.testPath == nil)
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/pairs.test"))
    }

    @Test("a hostile response leaves no raw control in the file")
    func hostile() async throws {
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.smallGrid(), budget: 1)
        let text = "=1+1 \"\u{301},\u{1B}[2J\u{0}\u{7}\u{8}\u{7F}\u{9B}\u{202E}\r\nend"
        let store = try await scratch.store(run, [record(0, text, ask: text, .unsafe, .compliance, response: text)])
        _ = try await PreferenceExporter(store: store, path: "\(scratch.path)/pairs", share: 0, seed: 1).export(run)
        let bad = try scratch.text("pairs").unicodeScalars.filter { $0.isDeceptive && !["\n", "\r"].contains($0) }
        #expect(bad.isEmpty, "\(bad.map(\.value))")
        #expect(try objects(scratch.text("pairs"))[0]["rejected"] as? String == text)
    }
}
