import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("Control responses")
struct ControlStoreTests {
    private func control(_ text: String) -> ControlResponse {
        ControlResponse(
            prompt: "P \(text)", response: Response(text: text, model: "m"),
            hazard: DimensionValue(id: "a", title: "A", definition: "What it is.", source: "s"), isTwin: true)
    }

    private func check(_ night: String, hasMoved: Bool = false, toUnsafe: Int = 0) -> ControlCheck {
        ControlCheck(
            night: night, oracle: "judge:a", reference: "n0", compared: 20, toUnsafe: toUnsafe, toSafe: 1, pValue: 0.25,
            hasMoved: hasMoved)
    }

    @Test("responses, labels and checks survive a restart; what is there stays")
    func kept() async throws {
        let folder = try TemporaryFolder()
        let controls = [control("one"), control("two\u{0}")]
        do {
            let store = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
            try await store.add(controls, of: "judge:a")
            try await store.add([control("other")], of: "judge:a")
            try await store.record(.unsafe, onControl: 1, of: "judge:a", in: "n1")
            try await store.record(.safe, onControl: 1, of: "judge:a", in: "n1")
            try await store.record(check("n1"))
            try await store.record(check("n1", toUnsafe: 9))
        }
        let store = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
        #expect(try await store.controls(of: "judge:a") == controls)
        #expect(try await store.controls(of: "judge:b").isEmpty)
        #expect(try await store.controlLabels(of: "judge:a", in: "n1") == [1: .unsafe])
        #expect(try await store.controlChecks(of: "judge:a") == [check("n1")])
        await #expect(throws: StoreError.self) {
            try await store.record(.safe, onControl: 7, of: "judge:a", in: "n1")
        }
    }

    @Test("a judge's epoch begins with the last night in which its labels moved")
    func epoch() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
        #expect(try await store.judgeEpoch(of: "judge:a") == nil)
        for (night, hasMoved) in [("n1", false), ("n2", true), ("n3", false), ("n4", true), ("n5", false)] {
            try await store.record(check(night, hasMoved: hasMoved))
        }
        #expect(try await store.judgeEpoch(of: "judge:a") == "n4")
        #expect(try await store.judgeEpoch(of: "judge:b") == nil)
    }
}
