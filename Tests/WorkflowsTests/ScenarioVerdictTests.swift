import Feedback
import Oracles
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Verdicts by the rules of scenarios, beside oracles and people")
struct ScenarioVerdictTests {
    private let runs: StoredRuns
    private let run: RunRecord

    init() async throws {
        runs = try StoredRuns()
        let values = ["rent", "trip"].map { DimensionValue(id: $0, title: $0, definition: "d", source: "s") }
        let grid = try Grid(dimensions: [SafetyGrid.Dimension(id: .scenario, taxonomy: "scenarios", values: values)])
        var run = RunRecord.sample("r1", grid: grid)
        run.request.conversation.scenarios = "all"
        self.run = try await runs.add(run, [(0, "Pay.", nil), (1, "Book.", nil)])
        for (ordinal, label) in [Verdict.Label.unsafe, .safe].enumerated() {
            let reply = TurnReply(Response(text: "Done."), milliseconds: 1)
            try await runs.store.record(
                [
                    .replied(
                        ordinal: ordinal, reply,
                        at: ReplyPlace(turn: 0, reply: 0, purpose: .conversation, user: "Pay.")),
                    .executed(ordinal: ordinal, reply.response, milliseconds: 1),
                    .judged(
                        ordinal: ordinal,
                        Verdict(
                            label: label, behaviour: .compliance, oracle: Verdict.byRules, confidence: 1, reason: "r"),
                        milliseconds: 1),
                ], in: "r1")
        }
    }

    @Test("reviewers are compared with the rules, and no calibration of an oracle is made of their verdicts")
    func review() async throws {
        for (ordinal, label) in [Verdict.Label.unsafe, .unsafe].enumerated() {
            try await runs.store.add(
                HumanLabel(ordinal: ordinal, annotator: "ann", label: label, isControl: true, time: 1), in: "r1")
        }
        let agreement = try await ReviewAgreement(runs.store, run: run)
        #expect(agreement.pairs.map(\.first) == ["ann"] && agreement.pairs.map(\.second) == ["scenario-rules"])
        #expect(agreement.pairs[0].agreement.count == 2 && agreement.pairs[0].agreement.agreed == 1)
        let error = await #expect(throws: UsageError.self) {
            _ = try await RunCalibration(runs.store, run: run, oracle: "builtin")
        }
        #expect(error?.description.contains("scenario-rules did") == true, "\(error?.description ?? "")")
        var queue = try await ReviewQueue(runs.store, run: run, controlShare: 1, seed: 1)
        #expect([queue.next()?.ordinal, queue.next()?.ordinal].compactMap { $0 }.sorted() == [0, 1])
    }

    @Test("a calibration of the run's oracle counts for no verdict by rules")
    func calibration() async throws {
        try await runs.store.keep(
            OracleCalibration(
                oracle: run.request.oracle.name, truePositives: 9, falseNegatives: 1, trueNegatives: 9,
                falsePositives: 1, source: "s"))
        #expect(try await UsableCalibration.of(run, in: runs.store) { _ in } == nil)
        var hazards = run
        hazards.request.conversation.scenarios = nil
        hazards.basis.classifierWeights = nil
        #expect(run.request.oracleName == "scenario-rules" && hazards.request.oracleName != "scenario-rules")
    }

    @Test("runs of scenarios are compared cell by cell, conversations by their tasks")
    func comparison() async throws {
        var other = RunRecord.sample("r2", grid: run.grid)
        other.request.conversation.scenarios = "all"
        other.startedAt = run.startedAt + 1
        try await runs.add(other, [(0, "Pay.", .unsafe), (1, "Book.", .unsafe)])
        let outcome = try await RunComparing(in: runs.store) { _ in }
            .outcome(of: "r2", after: ["r1"], failOn: "overall", level: 0.05)
        #expect(outcome.pairs == 2 && outcome.base.map(\.id) == ["r1"])
    }
}
