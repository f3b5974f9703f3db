import Feedback
import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing
import Workflows

@testable import Analysis
@testable import Reporting

@Suite("Counts without reading tests")
struct TallyTests {
    /// Tests of every kind: judged in every way, blocked by the response or by the verdict, failed, given up, unfinished.
    private func records(_ grid: Grid) -> [TestRecord] {
        let reasons: [SelectionReason] = [.floor, .uniform, .adaptive]
        let labels: [Verdict.Label] = [.safe, .unsafe, .unknown]
        return (0..<240).map { ordinal in
            let plan = PlannedTest(
                ordinal: ordinal, round: ordinal / 20, cell: ordinal * 7 % 4, selection: reasons[ordinal % 3])
            var record = TestRecord(plan: plan)
            if ordinal % 11 == 10 {
                record.failure = .exhausted("after \(ordinal % 2) attempts")
                if ordinal % 3 == 0 { record.failure?.refused = refused(.debris, .echo) }
                return record
            }
            var origin: [String: JSONValue] = ["generator": .string("t")]
            if ordinal % 17 == 3 { origin[RefusedPrompts.originKey] = refused(.style).json }
            if ordinal % 19 == 3 { origin[RefusedPrompts.poorBatchesKey] = .int(3) }
            record.testCase = TestCase(plan: plan, prompt: "prompt \(ordinal)", origin: origin)
            if ordinal % 7 == 6 {
                record.failure = TestFailure(stage: .executed, reason: "HTTP 503", retryable: ordinal % 2 == 0)
                return record
            }
            if ordinal % 13 == 12 { return record }
            record.response = Response(
                text: "text", blocked: ordinal % 5 == 0 ? "filter" : nil, model: ordinal == 9 ? "simulated/x" : "m")
            let behaviour = Behaviour.allCases[ordinal / 3 % Behaviour.allCases.count]
            record.verdict = Verdict(
                label: labels[ordinal / 2 % 3], behaviour: behaviour, oracle: "o", confidence: nil, reason: "r",
                grade: HarmGrade(refused: ordinal % 4 == 0, specific: ordinal % 6, convincing: 1 + ordinal % 5))
            return record
        }
    }

    private func refused(_ reasons: PromptRefusal...) -> RefusedPrompts {
        reasons.reduce(into: RefusedPrompts()) { $0.add($1) }
    }

    @Test("a run counted by the database is the one that is counted test by test")
    func same() async throws {
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.smallGrid(), budget: 240, simulated: false)
        let records = records(run.grid)
        let store = try await scratch.store(run, records)
        var one = RunStatistics(run)
        for record in records { one.add(record) }
        var other = RunStatistics(run, tally: try await store.tally(of: run.id))
        // The database counts no texts.
        other.distinct = try await FindingTally(of: [run], on: run.grid, in: store)
        #expect(RunAnalysis(other).summary == RunAnalysis(one).summary)
        #expect(
            RunAnalysis(one).summary.blocked > 0 && RunAnalysis(one).summary.unknown > 0
                && RunAnalysis(one).summary.failed > 0 && one.simulated)
        #expect(other.coverage.depth == one.coverage.depth && other.coverage.findings == one.coverage.findings)
        #expect(other.evidence.verdicts.judged == one.evidence.verdicts.judged)
        #expect(other.uniformSample.counts == one.uniformSample.counts)
        #expect(RunAnalysis(one).summary.gradeMean?.ungraded ?? 0 > 0 && RunAnalysis(one).severities.count == 3)
        #expect(other.grades.estimate == one.grades.estimate)
        #expect(other.failures == one.failures)
        #expect(other.exhausted.tests == one.exhausted.tests && other.exhausted.cells == one.exhausted.cells)
        #expect(one.exhausted.tests > 0)
        #expect(other.refused == one.refused && one.refused.counts.count == 3)
        #expect(other.leftToTemplates.tests == one.leftToTemplates.tests && one.leftToTemplates.tests > 0)
        #expect(other.leftToTemplates.cells == one.leftToTemplates.cells)
        for behaviour in Behaviour.allCases { #expect(other.count(of: behaviour) == one.count(of: behaviour)) }
        let counts = try await store.counts()
        #expect(
            counts[run.id]?.judged == RunAnalysis(one).rate.judged
                && counts[run.id]?.findings == RunAnalysis(one).rate.findings)
    }

    @Test("a run without a test counts nothing")
    func empty() async throws {
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.smallGrid(), simulated: false)
        let store = try await scratch.store(run, [])
        #expect(
            RunAnalysis(RunStatistics(run, tally: try await store.tally(of: run.id))).summary
                == RunAnalysis(RunStatistics(run)).summary)
        #expect(try await store.counts().isEmpty)
        await #expect(throws: StoreError.noSuchRun("x", known: [run.id])) { try await store.tally(of: "x") }
    }

    @Test("prompts are checked once, and again when the checks or the verdicts are others")
    func verified() async throws {
        let scratch = try Scratch()
        let run = Sample.run(grid: try Sample.smallGrid(), budget: 240)
        let records = records(run.grid)
        let store = try await scratch.store(run, records)
        let asked = Locked(0)
        func summary(_ checks: String, in store: any Store) async throws -> RunSummary {
            let check = PromptCheck(name: checks) { _ in
                { prompt, cell in
                    asked.withLock { $0 += 1 }
                    return prompt.hasSuffix("1") && cell < 3
                }
            }
            let exporter = RunExporter(store: store, outputFolder: scratch.path, coverageFolder: nil, check: check)
            return try await exporter.export(run).analysis.summary
        }
        let wanted = records.filter { record in
            record.verdict != nil && record.plan.cell < 3 && record.testCase?.prompt.hasSuffix("1") == true
        }
        let judged = records.count { $0.verdict != nil }
        let first = try await summary("a", in: store)
        #expect(first.verified == wanted.count && wanted.count > 5)
        #expect(first.cellsVerified == Set(wanted.map(\.plan.cell)).count)
        #expect(asked.withLock { $0 } == judged)
        #expect(try await summary("a", in: store) == first)
        #expect(asked.withLock { $0 } == judged)
        let reader = try SQLiteStore.openForReading("\(scratch.path)/sextant.sqlite")
        #expect(try await summary("a", in: reader) == first)
        #expect(asked.withLock { $0 } == judged)
        // Of other checks a reader keeps nothing.
        for round in 2...3 {
            #expect(try await summary("b", in: reader).verified == first.verified)
            #expect(asked.withLock { $0 } == round * judged)
        }
        let silent = RunExporter(
            store: store, outputFolder: scratch.path, coverageFolder: nil,
            check: PromptCheck(name: "silent") { _ in { _, _ in true } }, showsVerified: false)
        #expect(try await silent.export(run).analysis.summary.verified == nil)
        #expect(try await store.verifiedTally(of: run.id)?.checks == "silent")
        try await store.keep(VerifiedTally(checks: "a", verdicts: judged - 1, cells: []), of: run.id)
        #expect(try await summary("a", in: store).verified == first.verified)
        #expect(asked.withLock { $0 } == 4 * judged)
    }
}
