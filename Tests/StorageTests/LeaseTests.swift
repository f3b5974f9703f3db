import Foundation
import Foundations
import HTTPTransport
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("Leases and the lock")
struct LeaseTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.sample(2, 3)
    }

    @Test("a second writer is turned away at once, and let in when the first has gone")
    func secondWriter() async throws {
        let path = folder("sextant.sqlite")
        var first: SQLiteStore? = try SQLiteStore.openForWriting(path)
        try await first?.create(.sample(grid: grid))
        #expect(throws: StoreError.busy(path: path, process: "process \(getpid())")) {
            try SQLiteStore.openForWriting(path)
        }
        #expect(try await SQLiteStore.openForReading(path).runs().count == 1)
        first = nil
        #expect(try await SQLiteStore.openForWriting(path).runs().count == 1)
    }

    private struct Unusable: Error {}

    @Test("a store that was begun for settings that can't hold goes again, with its folder")
    func begunInVain() async throws {
        let output = folder("Output")
        await #expect(throws: Unusable.self) {
            try await StorePlace.file("\(output)/sextant.sqlite").begin(preparing: {}) { _, _, _ in throw Unusable() }
        }
        await #expect(throws: Unusable.self) {
            try await StorePlace.file("\(output)/sextant.sqlite").begin(preparing: { throw Unusable() }) { _, _, _ in }
        }
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test("a store that was there, that got something, or that another process has open stays, whatever fails")
    func begunElsewhere() async throws {
        let place = StorePlace.file(folder("sextant.sqlite"))
        await #expect(throws: Unusable.self) {
            try await place.begin(preparing: {}) { _, store, _ in
                try await store.create(.sample(grid: grid))
                throw Unusable()
            }
        }
        #expect(try await place.openForReading().runs().count == 1)
        await #expect(throws: Unusable.self) { try await place.begin(preparing: {}) { _, _, _ in throw Unusable() } }
        let writer = try await place.openForWriting()
        await #expect(throws: StoreError.self) { try await place.begin(preparing: {}) { _, _, _ in } }
        // The fault of the settings is told first: it is the one that a person can mend.
        await #expect(throws: Unusable.self) { try await place.begin(preparing: { throw Unusable() }) { _, _, _ in } }
        #expect(try await writer.runs().count == 1)
        #expect(try await place.openForReading().runs().count == 1)
    }

    @Test("another worker takes a test over when its lease has run out, and the first then records nothing")
    func expiry() async throws {
        let time = Locked(1000.0)
        let first = try SQLiteStore.openForWriting(folder("sextant.sqlite"), now: { time.withLock { $0 } })
        let second = try SQLiteStore(
            database: first.database, path: first.path, lock: nil, now: { time.withLock { $0 } })
        try await first.create(.sample(grid: grid))
        try await first.plan([.sample(0)], in: "r1")
        let test = TestCase(plan: .sample(0), prompt: "Prompt", origin: [:])
        _ = try await second.claim(run: "r1")
        await #expect(throws: StoreError.leaseLost(run: "r1", ordinal: 0)) {
            try await second.record([.generated(test, milliseconds: 1)], in: "r1")
        }
        time.withLock { $0 += SQLiteStore.leaseSeconds - 1 }
        try await first.renewLeases(run: "r1")
        time.withLock { $0 += 2 }
        _ = try await second.claim(run: "r1")
        try await first.record([.generated(test, milliseconds: 1)], in: "r1")
        time.withLock { $0 += SQLiteStore.leaseSeconds }
        _ = try await second.claim(run: "r1")
        await #expect(throws: StoreError.leaseLost(run: "r1", ordinal: 0)) {
            try await first.record([.executed(ordinal: 0, Response(text: "x"), milliseconds: 1)], in: "r1")
        }
        try await second.record([.executed(ordinal: 0, Response(text: "x"), milliseconds: 1)], in: "r1")
    }

    @Test("the tests of a process that was killed are free at once", arguments: StoreKind.all)
    func afterKill(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        var store: (any Store)? = try await home.open()
        try await store?.create(.sample(grid: grid))
        try await store?.plan([.sample(0)], in: "r1")
        store = nil
        let next = try await home.open()
        #expect(try await next.claim(run: "r1").map(\.stage) == [.planned])
        let test = TestCase(plan: .sample(0), prompt: "Prompt", origin: [:])
        try await next.record([.generated(test, milliseconds: 1)], in: "r1")
    }

    @Test("a claim clears failures that may pass, and keeps the others", arguments: StoreKind.all)
    func failures(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        try await store.create(.sample(grid: grid))
        try await store.plan([.sample(0), .sample(1)], in: "r1")
        for (ordinal, retryable) in [(0, true), (1, false)] {
            let failure = TestFailure(stage: .executed, reason: "x", retryable: retryable)
            try await store.record([.failed(ordinal: ordinal, failure)], in: "r1")
        }
        #expect(try await store.claim(run: "r1").map(\.stage) == [.planned, .failed])
    }

    @Test(
        "steps and crashes in any order lose and double nothing",
        arguments: StoreKind.all.flatMap { kind in (0..<(kind == .sqlite ? 8 : 3)).map { (kind, $0) } })
    func crashes(_ kind: StoreKind, seed: Int) async throws {
        var random = SeededRandom(seed: UInt64(seed), "crashes")
        let home = try await StoreHome(kind)
        var store: (any Store)? = try await home.open()
        try await store?.create(.sample(grid: grid))
        try await store?.plan((0..<12).map { .sample($0) }, in: "r1")
        var done = [Int](repeating: 0, count: 12)
        for _ in 0..<80 {
            if random.next() % 8 == 0 {
                store = nil
                store = try await home.open()
                _ = try await store?.claim(run: "r1")
            }
            let ordinal = Int(random.next() % 12)
            let steps: [Step] = [
                .generated(TestCase(plan: .sample(ordinal), prompt: "\(ordinal)", origin: [:]), milliseconds: 1),
                .executed(ordinal: ordinal, Response(text: "x"), milliseconds: 1),
                .judged(ordinal: ordinal, .sample(), milliseconds: 1),
            ]
            guard done[ordinal] < 3 else { continue }
            try await store?.record([steps[done[ordinal]]], in: "r1")
            done[ordinal] += 1
        }
        store = nil
        let stages = try await home.open().claim(run: "r1").map(\.stage)
        #expect(stages == done.map { [TestStage.planned, .generated, .executed, .judged][$0] })
    }
}
