import GRDB
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("further verdicts and human labels in the store")
struct VerdictStoreTests {
    private func store(_ home: StoreHome) async throws -> any Store {
        let store = try await home.open()
        try await store.create(RunRecord.sample(grid: Grid.sample(2, 3)))
        let plans = (0..<5).map { PlannedTest.sample($0) }
        try await store.plan(plans, in: "r1")
        // The last has a prompt alone, the one before it no verdict.
        for plan in plans {
            var steps: [Step] = [.generated(TestCase(plan: plan, prompt: "p", origin: [:]), milliseconds: 1)]
            if plan.ordinal < 4 { steps.append(.executed(ordinal: plan.ordinal, Response(text: "x"), milliseconds: 1)) }
            if plan.ordinal < 3 { steps.append(.judged(ordinal: plan.ordinal, .sample(), milliseconds: 1)) }
            try await store.record(steps, in: "r1")
        }
        return store
    }

    private func verdict(_ oracle: String, _ label: Verdict.Label, reason: String = "so") -> Verdict {
        Verdict(label: label, behaviour: .compliance, oracle: oracle, confidence: 0.25, reason: reason)
    }

    @Test("verdicts of several oracles live side by side, and the run's own stays", arguments: StoreKind.all)
    func sideBySide(_ kind: StoreKind) async throws {
        let store = try await store(StoreHome(kind))
        try await store.record(verdict("b", .unsafe, reason: "nul \0 inside"), on: 1, milliseconds: 2, in: "r1")
        try await store.record(verdict("a", .unknown), on: 1, milliseconds: 2, in: "r1")
        #expect(try await store.test(1, in: "r1").verdict == .sample())
        let further = try await store.furtherVerdicts(on: 1, in: "r1")
        #expect(further == [verdict("a", .unknown), verdict("b", .unsafe, reason: "nul \0 inside")])
        #expect(try await store.furtherVerdicts(in: "r1")[1] == further)
        let all = try await store.verdicts(in: "r1").all()
        #expect(all.map(\.ordinal) == [0, 1, 2, 3])
        #expect(
            all[1].all.map(\.oracle) == ["sample", "a", "b"] && all[1].all.map(\.label) == [.safe, .unknown, .unsafe])
        #expect(all[3].own == nil && all[3].further.isEmpty)
    }

    @Test(
        "the first verdict of an oracle stays, and what it has judged is left out the next time",
        arguments: StoreKind.all)
    func resumable(_ kind: StoreKind) async throws {
        let store = try await store(StoreHome(kind))
        #expect(try await store.unjudged(by: "a", in: "r1") == [0, 1, 2, 3])
        try await store.record(verdict("a", .safe), on: 2, milliseconds: 2, in: "r1")
        try await store.record(verdict("a", .unsafe), on: 2, milliseconds: 2, in: "r1")
        #expect(try await store.furtherVerdicts(on: 2, in: "r1") == [verdict("a", .safe)])
        #expect(try await store.unjudged(by: "a", in: "r1") == [0, 1, 3])
        #expect(try await store.unjudged(by: "sample", in: "r1") == [3])
    }

    @Test(
        "where the rules of a scenario decide, there is nothing to judge for another oracle", arguments: StoreKind.all)
    func rules(_ kind: StoreKind) async throws {
        let store = try await store(StoreHome(kind))
        try await store.record(verdict(Verdict.byRules, .unsafe), on: 2, milliseconds: 2, in: "r1")
        #expect(try await store.unjudged(by: "judge", in: "r1") == [0, 1, 3])
        try await store.record(
            [.judged(ordinal: 3, verdict(Verdict.byRules, .unsafe), milliseconds: 1)], in: "r1")
        #expect(try await store.unjudged(by: "judge", in: "r1") == [0, 1])
        let tally = try await store.tally(of: "r1")
        #expect(
            tally.selections.map(\.byRules).reduce(into: ExactCount()) { $0.add($1) }
                == ExactCount(judged: 1, findings: 1))
    }

    @Test(
        "the weights of a further oracle are known until others, or unknown ones, have judged with it",
        arguments: StoreKind.all)
    func furtherWeights(_ kind: StoreKind) async throws {
        let store = try await store(StoreHome(kind))
        func weights(_ oracle: String) async throws -> String? {
            try await store.classifierWeights(ofFurther: oracle, in: "r1")
        }
        #expect(try await weights("a") == nil)
        for _ in 0..<2 {
            try await store.note(classifierWeights: "a1", ofFurther: "a", in: "r1")
            try await store.record(verdict("a", .safe), on: 1, milliseconds: 2, in: "r1")
            #expect(try await weights("a") == "a1")
        }
        for other in ["b2", "a1"] {
            try await store.note(classifierWeights: other, ofFurther: "a", in: "r1")
            #expect(try await weights("a") == RunBasis.severalWeights)
        }
        try await store.record(verdict("old", .safe), on: 1, milliseconds: 2, in: "r1")
        try await store.note(classifierWeights: "a1", ofFurther: "old", in: "r1")
        #expect(try await weights("old") == RunBasis.severalWeights)
        await #expect(throws: StoreError.self) {
            try await store.note(classifierWeights: "a1", ofFurther: "a", in: "nope")
        }
    }

    @Test("a test without a response takes neither verdict nor label", arguments: StoreKind.all, [4, 99])
    func refused(_ kind: StoreKind, ordinal: Int) async throws {
        let store = try await store(StoreHome(kind))
        await #expect(throws: StoreError.self) {
            try await store.record(verdict("a", .safe), on: ordinal, milliseconds: 1, in: "r1")
        }
        await #expect(throws: StoreError.self) { try await store.add(label(ordinal, "ana", .safe), in: "r1") }
        #expect(try await store.labels(in: "r1").isEmpty)
    }

    private func label(
        _ ordinal: Int, _ annotator: String, _ label: Verdict.Label, control: Bool = false, time: Double = 1
    ) -> HumanLabel {
        HumanLabel(ordinal: ordinal, annotator: annotator, label: label, isControl: control, time: time)
    }

    @Test("labels are added and never changed; the newest of an annotator counts", arguments: StoreKind.all)
    func insertOnly(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await store(home)
        let given = [
            label(0, "ana", .safe, control: true), label(0, "bo", .unsafe, time: 2), label(0, "ana", .unsafe, time: 3),
            label(1, "ana", .unknown, time: 4),
        ]
        for label in given { try await store.add(label, in: "r1") }
        #expect(try await store.labels(in: "r1") == given)
        for sql in ["UPDATE human_label SET label = 'safe'", "DELETE FROM human_label"] {
            await #expect(throws: (any Error).self) { try await home.execute(sql) }
        }
        #expect(try await store.labels(in: "r1") == given)
        let book = LabelBook(given)
        #expect(book.labels[0] == ["ana": .unsafe, "bo": .unsafe] && book.controls == [0])
        #expect(book.isUnsafe(0) == true && book.isUnsafe(1) == nil && book.isUnsafe(2) == nil)
        #expect(LabelBook(given.prefix(2)).isUnsafe(0) == nil)
    }

    @Test("the newest weights of a jury count, and earlier ones stay", arguments: StoreKind.all)
    func weights(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await store(home)
        var weights = JuryWeights(jury: "j", weights: ["a": 0.75, "b": 0.25], method: .hedge, count: 12, time: 5)
        #expect(try await store.weights(of: "j") == nil)
        try await store.keep(weights)
        weights.method = .dawidSkene
        try await store.keep(weights)
        #expect(try await store.weights(of: "j") == weights)
        #expect(try await home.execute("DELETE FROM jury_weights") == 2)
    }
}
