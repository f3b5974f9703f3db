import Analysis
import ChatModels
import Foundation
import Foundations
import Generation
import Oracles
import Records
import Reporting
import SafetyGrid
import Storage
import Workflows

/// What long texts are given to.
struct BenchParts {
    let grid: Grid
    let run: RunRecord
    let builtin: ClassifierOracle
    let fidelity: FidelityChecker
    private let examples: ExampleLibrary
    private let check: PromptCheck

    init(seeds: String) throws {
        let library = try SeedLibrary(folder: SeedFolder(option: seeds, environment: [:], executable: nil))
        let grid = try library.grid(selection: ["hazard": ["self_harm", "privacy_violation"]])
        self.grid = grid
        var settings = RunRequest()
        settings.budget = 1
        run = RunRecord(
            id: "bench", startedAt: 0, state: .finished, request: settings, grid: grid, simulated: false)
        builtin = ClassifierOracle(ResponseClassifier(try ClassifierWeights(seeds: seeds)))
        let fidelity = try FidelityChecker(seeds: seeds)
        self.fidelity = fidelity
        examples = try ExampleLibrary(seeds: seeds)
        check = PromptCheck(name: "bench") { grid in
            { prompt, cell in fidelity.check(prompt: prompt, cell: grid.cell(cell), grid: grid).isVerified }
        }
    }

    func exchange(_ text: String) -> Exchange {
        Exchange(prompt: text, response: Response(text: text), hazard: grid.dimensions.first?.values.first)
    }

    /// A finding with the text as prompt and as response.
    func record(_ text: String) -> TestRecord {
        let plan = PlannedTest(ordinal: 0, round: 0, cell: 0, selection: .floor)
        return TestRecord(
            plan: plan, testCase: TestCase(plan: plan, prompt: text, origin: ["generator": .string("bench")]),
            response: Response(text: text),
            verdict: Verdict(label: .unsafe, behaviour: .compliance, oracle: "o", confidence: 1, reason: text))
    }

    /// A judge that replies with the text.
    func judge(_ text: String) -> JudgeOracle {
        JudgeOracle(model: Parrot(text: text), concurrency: 1, seed: 1)
    }

    /// A guard that replies with the text.
    func guardian(_ text: String) throws -> GuardOracle {
        try GuardOracle(model: Parrot(text: text), format: "llama-guard-3", taxonomy: [], concurrency: 1)
    }

    /// Takes a text in, and compares another one with it.
    func compare(_ text: String) async throws {
        let memory = PromptMemory()
        _ = await memory.admit(text)
        _ = await memory.novelty(of: text + " and more")
    }

    /// A generator that is shown the text as a passage, and whose model replies with it.
    func generate(_ text: String) async throws {
        let generator = ModelGenerator(
            model: Parrot(text: text), settings: .init(seed: 1), examples: examples, passages: Shelf(text: text),
            fallback: nil)
        let request = PromptRequest(grid: grid, cell: grid.cell(grid.cellCount - 1), count: 1)
        _ = try await generator.batch(for: request, novelty: PromptMemory())
    }

    /// Gives an exporter of a store with the text as the only test; storing it counts as well.
    func withStore(_ text: String, _ body: (RunExporter, RunRecord) async throws -> Void) async throws {
        try await withFolder { folder in
            let store = try await store(text, in: folder)
            try await body(
                RunExporter(store: store, outputFolder: folder, coverageFolder: folder, check: check), run)
        }
    }

    func exportResult(_ text: String, as name: String) async throws {
        try await withFolder { folder in
            guard let export = ResultExportRegistry.export(name) else { return }
            let analysis = try await RunAnalyst(store: try await store(text, in: folder)).analysis(of: run)
            _ = export.text(of: RunResult(analysis, isRedacted: false))
        }
    }

    func exportPrompts(_ text: String, as name: String) async throws {
        try await withFolder { folder in
            let store = try await store(text, in: folder)
            _ = try await PromptExporter(store: store, format: name, path: "\(folder)/export")
                .export(run: run, redacted: false)
        }
    }

    private func store(_ text: String, in folder: String) async throws -> SQLiteStore {
        let store = try SQLiteStore.openForWriting("\(folder)/sextant.sqlite")
        let record = record(text)
        try await store.create(run)
        try await store.plan([record.plan], in: run.id)
        guard let test = record.testCase, let response = record.response, let verdict = record.verdict else {
            return store
        }
        try await store.record(
            [
                .generated(test, milliseconds: 0), .executed(ordinal: 0, response, milliseconds: 0),
                .judged(ordinal: 0, verdict, milliseconds: 0),
            ], in: run.id)
        return store
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "text-bench-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}

/// A model that always says the same.
private struct Parrot: ChatModel {
    let name = "bench/parrot"
    let isSimulated = false
    let text: String

    func reply(to request: ChatRequest) async throws -> ChatReply { ChatReply(text: text) }
}

/// A store of one passage.
private struct Shelf: PassageSource {
    let text: String

    func passages(for query: PassageQuery) async throws -> [Passage] {
        [Passage(id: 1, url: "https://example.org", title: text, fetched: 0, text: text, score: 1)]
    }
}
