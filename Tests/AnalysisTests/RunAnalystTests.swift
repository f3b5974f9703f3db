import Feedback
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Analysis

@Suite("Analyses of stored runs")
struct RunAnalystTests {
    private let scratch: Scratch
    private let store: SQLiteStore
    private let run: RunRecord

    /// A run with a gate on change after one in which every third test was unsafe.
    init() async throws {
        scratch = try Scratch()
        let grid = try Sample.smallGrid()
        var earlier = Sample.run(grid: grid, budget: 40)
        earlier.id = "earlier"
        earlier.startedAt -= 86_400
        store = try await scratch.store(earlier, Self.records { $0 % 3 == 0 })
        var run = Sample.run(grid: grid, budget: 40)
        var gate = GateSettings()
        (gate.newFindings, gate.regression, gate.unknown) = (.any, "any", 0.5)
        run.request.gate = gate
        try await store.create(run)
        let records = Self.records { $0 % 2 == 0 }
        try await store.plan(records.map(\.plan), in: run.id)
        for record in records {
            let ordinal = record.plan.ordinal
            guard let testCase = record.testCase, let response = record.response, let verdict = record.verdict else {
                continue
            }
            try await store.record(
                [
                    .generated(testCase, milliseconds: 0), .executed(ordinal: ordinal, response, milliseconds: 0),
                    .judged(ordinal: ordinal, verdict, milliseconds: 0),
                ], in: run.id)
        }
        self.run = run
    }

    private static func records(unsafe: (Int) -> Bool) -> [TestRecord] {
        (0..<40).map { ordinal in
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: ordinal % 4, selection: .floor)
            return TestRecord(
                plan: plan, testCase: TestCase(plan: plan, prompt: "prompt \(ordinal)", origin: [:]),
                response: Response(text: "response"),
                verdict: Verdict(
                    label: unsafe(ordinal) ? .unsafe : .safe, behaviour: .compliance, oracle: "o", confidence: nil,
                    reason: "r"))
        }
    }

    @Test("the gate's answers are the same with the rates of all earlier runs and without them")
    func trend() async throws {
        let analyst = RunAnalyst(store: store)
        let whole = try await analyst.analysis(of: run)
        let short = try await analyst.analysis(of: run, hasTrend: false)
        #expect(whole.gate != nil && whole.gate == short.gate)
        #expect(whole.history?.points.map(\.run) == ["earlier", run.id])
        #expect(short.history?.points.isEmpty == true)
        #expect(short.history?.earlier?.run == "earlier" && short.history?.fresh?.cells == whole.history?.fresh?.cells)
        #expect(whole.summary == short.summary)
    }

    @Test("every test is passed on in order, and without texts the counts and rates are the same")
    func counts() async throws {
        var seen: [Int] = []
        let whole = try await RunAnalyst(store: store).analysis(of: run) { seen.append($0.plan.ordinal) }
        #expect(seen == Array(0..<40))
        let short = try await RunAnalyst(store: store).analysisWithoutTexts(of: run)
        #expect(short.gridRates?.raw == whole.gridRates?.raw && short.judged == 40 && short.unsafe == whole.unsafe)
        #expect(short.findings.isEmpty && whole.findings.count == 20)
        #expect(short.history == nil && short.gate == nil)
        let bare = try await RunAnalyst(store: store).counts(of: run)
        #expect(bare.judged == 40 && bare.gridRates == nil)
    }

    @Test("a redacted analysis has no text, also of the tests that it passes on")
    func redacted() async throws {
        var texts: Set<String> = []
        let analysis = try await RunAnalyst(store: store, isRedacted: true).analysis(of: run) { record in
            texts.formUnion([record.testCase?.prompt, record.response?.text, record.verdict?.reason].compactMap { $0 })
        }
        #expect(texts == [Redaction.placeholder])
        #expect(analysis.findings.allSatisfy { $0.testCase?.prompt == Redaction.placeholder })
    }
}
