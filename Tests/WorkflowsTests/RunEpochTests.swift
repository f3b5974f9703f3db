import ChatModels
import Feedback
import Foundation
import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Epochs of a target")
struct RunEpochTests {
    /// A folder of seeds with one template.
    private func seeds(_ template: String, in folder: TemporaryFolder) throws -> SeedFolder {
        for name in ["hazards", "templates"] {
            try FileManager.default.createDirectory(atPath: folder(name), withIntermediateDirectories: true)
        }
        try Data(template.utf8).write(to: URL(fileURLWithPath: folder("templates/a.yaml")))
        return try SeedFolder(option: folder.path, environment: [:], executable: nil)
    }

    @Test("a fingerprint has 16 digits, and holds for the same target and templates in any folder")
    func same() throws {
        let (one, two) = (try TemporaryFolder(), try TemporaryFolder())
        var request = RunRequest()
        let first = RunEpoch.fingerprint(request, on: try .sample(1), application: nil, seeds: try seeds("x", in: one))
        request.budget = 7
        request.seed = 99
        request.oracle.judge = "openai/judge"
        #expect(
            RunEpoch.fingerprint(request, on: try .sample(1), application: nil, seeds: try seeds("x", in: two)) == first
        )
        #expect(first.count == 16 && first.allSatisfy(\.isHexDigit))
    }

    @Test(
        "what changes the way the target is asked begins an epoch",
        arguments: [
            { $0.model = "openai/a" }, { $0.baseURL = "http://127.0.0.1:1/v1" }, { $0.temperature = 0.5 },
            { $0.maxAnswerTokens = 10 }, { $0.systemPrompt = "Be kind." }, { $0.stop = ["."] },
        ] as [@Sendable (inout TargetRequest) -> Void])
    func different(_ change: @Sendable (inout TargetRequest) -> Void) throws {
        var request = RunRequest()
        change(&request.target)
        let folder = try TemporaryFolder()
        let seeds = try seeds("x", in: folder)
        let plain = RunEpoch.fingerprint(RunRequest(), on: try .sample(1), application: nil, seeds: seeds)
        #expect(RunEpoch.fingerprint(request, on: try .sample(1), application: nil, seeds: seeds) != plain)
    }

    @Test("another text of a config begins an epoch, and so does what it allows")
    func configs() throws {
        let folder = try TemporaryFolder()
        let seeds = try seeds("x", in: folder)
        func fingerprint(_ text: String, _ allows: [String]) throws -> String {
            let config = DimensionValue(
                id: "c", title: "C", definition: "d", source: "s", systemPrompt: text, allows: allows)
            let grid = try Grid(dimensions: [Dimension(id: .config, taxonomy: "configs", values: [config])])
            return RunEpoch.fingerprint(RunRequest(), on: grid, application: nil, seeds: seeds)
        }
        let first = try fingerprint("Be kind.", [])
        #expect(try fingerprint("Be kind.", []) == first)
        #expect(try fingerprint("Be brief.", []) != first && fingerprint("Be kind.", ["a"]) != first)
    }

    @Test("other templates begin an epoch")
    func templates() throws {
        let folder = try TemporaryFolder()
        let first = RunEpoch.fingerprint(
            RunRequest(), on: try .sample(1), application: nil, seeds: try seeds("x", in: folder))
        #expect(
            RunEpoch.fingerprint(RunRequest(), on: try .sample(1), application: nil, seeds: try seeds("y", in: folder))
                != first)
    }

    @Test("the value of a header is a secret and counts for nothing; its name and the body count")
    func application() throws {
        let folder = try TemporaryFolder()
        let seeds = try seeds("x", in: folder)
        var request = RunRequest()
        request.target.model = "http/desk"
        let grid = try Grid.sample(1)
        func fingerprint(_ headers: [String: String], _ body: String) -> String {
            RunEpoch.fingerprint(
                request, on: grid,
                application: HTTPApplication(
                    url: "https://desk.example/ask", method: "POST", headers: headers,
                    body: .object(["q": .string(body)]), responsePath: "answer"), seeds: seeds)
        }
        let plain = fingerprint(["Authorization": "one"], "{{prompt}}")
        #expect(fingerprint(["Authorization": "two"], "{{prompt}}") == plain)
        #expect(fingerprint(["X-Key": "one"], "{{prompt}}") != plain)
        #expect(fingerprint(["Authorization": "one"], "Please: {{prompt}}") != plain)
    }

    @Test("runs of the newest run's epoch are current, and their verdicts add up")
    func current() async throws {
        let runs = try StoredRuns()
        let grid = try Sample.smallGrid()
        func run(_ id: String, _ epoch: String?) -> RunRecord {
            var run = RunRecord.sample(id, grid: grid)
            run.basis.epoch = epoch
            return run
        }
        let all = [run("c", "new"), run("b", "old"), run("a", "new"), run("0", nil)]
        #expect(RunEpoch.current(all).map(\.id) == ["c", "a"])
        #expect(RunEpoch.current([]).isEmpty)
        try await runs.add(all[0], [(0, "p", .unsafe), (1, "q", .safe)])
        try await runs.add(all[2], [(0, "r", .safe), (3, "s", nil)])
        let sum = try await RunEpoch.evidence(of: RunEpoch.current(all), on: grid, in: runs.store).verdicts
        #expect(sum.judged == [2, 1, 0, 0] && sum.findings == [1, 0, 0, 0])
    }
}
