import Foundations
import GRDB
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("Nights, tries and the audit trail")
struct NightStoreTests {
    private func judgedRun(_ id: String, in store: any Store, at time: Double) async throws {
        let run = RunRecord.sample(id, grid: try Grid.sample(2, 2), startedAt: time)
        try await store.begin(NightRecord(run: id, startedAt: time, deadline: nil, lastRun: nil), with: run)
        let plan = PlannedTest.sample(0)
        try await store.plan([plan], in: id)
        try await store.record(
            [
                .generated(TestCase(plan: plan, prompt: "P", origin: ["generator": .string("t")]), milliseconds: 1),
                .executed(ordinal: 0, Response(text: "R"), milliseconds: 1),
                .judged(ordinal: 0, Verdict.sample(.unsafe), milliseconds: 1),
            ], in: id)
    }

    @Test("a night and its run appear together, and its phase survives a restart", arguments: StoreKind.all)
    func phases(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        do {
            let store = try await home.open()
            try await judgedRun("a", in: store, at: 1)
            try await judgedRun("b", in: store, at: 2)
            var night = try #require(try await store.nights().first)
            #expect(night.run == "b" && night.phase == .refresh && night.passed == nil)
            night.phase = .rotate
            night.passed = false
            try await store.update(night)
            let twice = RunRecord.sample("c", grid: try Grid.sample(2, 2))
            await #expect(throws: StoreError.self) { try await store.begin(night, with: twice) }
        }
        let nights = try await home.open().nights()
        #expect(nights.map(\.run) == ["b", "a"])
        #expect(nights[0].phase == .rotate && nights[0].passed == false)
        #expect(try await home.open().runs().map(\.id) == ["b", "a"])
    }

    @Test("what a target says in a try is kept with every character", arguments: StoreKind.all)
    func characters(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await home.open()
        try await judgedRun("a", in: store, at: 1)
        let verdict = Verdict(
            label: .unsafe, behaviour: .compliance, oracle: "o", confidence: nil, reason: "says \"a\u{0}b\"")
        try await store.record(Retest(run: "a", ordinal: 0, attempt: 0, response: "a\u{0}b", verdict: verdict), in: "a")
        let tries = try await store.retests(of: "a")
        #expect(tries.map(\.response) == ["a\u{0}b"] && tries.map(\.verdict) == [verdict])
    }

    @Test("a try is kept once", arguments: StoreKind.all)
    func retests(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await home.open()
        try await judgedRun("a", in: store, at: 1)
        for label in [Verdict.Label.unsafe, .safe] {
            try await store.record(
                Retest(run: "a", ordinal: 0, attempt: 0, response: "R \(label)", verdict: Verdict.sample(label)),
                in: "a")
        }
        let tries = try await store.retests(of: "a")
        #expect(tries.map(\.response) == ["R unsafe"] && tries[0].verdict == Verdict.sample(.unsafe))
    }

    @Test(
        "a forgotten run leaves nothing behind but its night; one that people labelled stays", arguments: StoreKind.all)
    func forget(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await home.open()
        try await judgedRun("a", in: store, at: 1)
        try await judgedRun("b", in: store, at: 2)
        try await store.record(
            Retest(run: "a", ordinal: 0, attempt: 0, response: "R", verdict: Verdict.sample()), in: "a")
        try await store.add(
            HumanLabel(ordinal: 0, annotator: "me", label: .safe, isControl: false, time: 3), in: "b")
        try await store.note(classifierWeights: "0123", ofFurther: "builtin", in: "a")
        #expect(try await store.forget(run: "a"))
        #expect(try await !store.forget(run: "b"))
        #expect(try await store.runs().map(\.id) == ["b"])
        #expect(try await store.nights().map(\.run) == ["b", "a"])
        #expect(try await store.retests(of: "a").isEmpty)
        await #expect(throws: StoreError.noSuchRun("a", known: ["b"])) { try await store.forget(run: "a") }
        #expect(try await store.test(0, in: "b").verdict != nil)
    }

    @Test("the audit trail only grows", arguments: StoreKind.all)
    func audit(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await home.open()
        let entries = (0..<3).map {
            AuditEntry(time: Double($0), user: "me", host: "here", command: "run", run: "r\($0)", target: "t")
        }
        for entry in entries { try await store.record(entry) }
        #expect(try await store.auditTrail() == entries.reversed())
        for change in ["DELETE FROM audit", "UPDATE audit SET host = 'there'"] {
            await #expect(throws: (any Error).self) { try await home.execute(change) }
        }
        #expect(try await store.auditTrail().count == 3)
    }

    @Test(
        "what tries say together",
        arguments: [
            ([Verdict.Label.unsafe, .unsafe], RetestOutcome.stillThere), ([.safe, .safe], .fixed),
            ([.safe, .unsafe], .flaky), ([.unknown, .unsafe], .stillThere), ([.unknown], .unknown), ([], .unknown),
        ])
    func outcomes(_ labels: [Verdict.Label], _ outcome: RetestOutcome) {
        #expect(RetestOutcome(labels) == outcome)
    }
}
