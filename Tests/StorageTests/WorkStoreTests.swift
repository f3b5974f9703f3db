import Foundation
import PostgreSQL
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite(
    "Workers that share a run in the store", .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.missing)"))
struct WorkStoreTests {
    private let home: StoreHome
    private let planner: PostgresStore

    init() async throws {
        home = try await StoreHome(.postgreSQL)
        planner = try await PostgresStore.openForWriting(home.path)
        try await planner.create(.sample(grid: Grid.sample(2, 3), budget: 6))
        try await planner.plan((0..<6).map { .sample($0) }, in: "r1")
        // The last has no prompt.
        try await planner.record((0..<5).map { .generated(Self.test($0), milliseconds: 1) }, in: "r1")
    }

    private static func test(_ ordinal: Int) -> TestCase {
        TestCase(plan: .sample(ordinal), prompt: "Prompt \(ordinal)", origin: [:])
    }

    private func worker(_ role: PostgresStore.Role = .worker) async throws -> PostgresStore {
        try await PostgresStore.openForWriting(home.path, role: role)
    }

    private func finish(_ ordinals: [Int], _ store: PostgresStore) async throws {
        for ordinal in ordinals {
            try await store.record(
                [
                    .executed(ordinal: ordinal, Response(text: "x"), milliseconds: 1),
                    .judged(ordinal: ordinal, .sample(.unsafe), milliseconds: 1),
                ], in: "r1")
        }
    }

    @Test("tests are taken once, in order, and only those that were handed out")
    func taking() async throws {
        let (first, second) = (try await worker(), try await worker())
        #expect(try await first.take(9, of: "r1").isEmpty)
        #expect(try await !first.hasWork(in: "r1"))
        try await planner.handOut(Array(0..<6), in: "r1")
        #expect(try await first.hasWork(in: "r1"))
        async let one = first.take(2, of: "r1")
        async let other = second.take(2, of: "r1")
        let taken = try await one.map(\.plan.ordinal) + other.map(\.plan.ordinal)
        #expect(taken.sorted() == [0, 1, 2, 3])
        let rest = try await first.take(9, of: "r1")
        #expect(rest.map(\.testCase) == [Self.test(4)])
        // Who plans has let go.
        await #expect(throws: StoreError.leaseLost(run: "r1", ordinal: 4)) { try await finish([4], planner) }
    }

    @Test("what is done stays so, what is left undone waits again, and who plans learns how tests end")
    func settling() async throws {
        let worker = try await worker()
        try await planner.handOut(Array(0..<5), in: "r1")
        _ = try await worker.take(3, of: "r1")
        try await finish([0], worker)
        try await worker.record(
            [.failed(ordinal: 1, TestFailure(stage: .executed, reason: "no", retryable: true))], in: "r1")
        try await worker.settle([0, 1, 2], in: "r1")
        let ends = try await planner.ends(of: Array(0..<6), in: "r1")
        #expect(ends.keys.sorted() == [0, 1])
        guard case .judged(let verdict) = ends[0], case .failed(let failure) = ends[1] else {
            Issue.record("\(ends)")
            return
        }
        #expect(verdict == .sample(.unsafe) && failure.reason == "no" && failure.retryable)
        #expect(try await self.worker().take(9, of: "r1").map(\.plan.ordinal) == [2, 3, 4])
    }

    @Test("a lease that ran out lets another take the test, and the first then records nothing")
    func expiry() async throws {
        let (slow, other) = (try await worker(), try await worker())
        try await planner.handOut([0, 1], in: "r1")
        _ = try await slow.take(2, of: "r1")
        try await other.renew([], in: "r1")
        #expect(try await other.take(9, of: "r1").isEmpty)
        #expect(try await slow.renew([0, 1], in: "r1") == 2)
        try await home.execute("UPDATE planned_test SET lease_expires = 1 WHERE ordinal = 0")
        try await other.renew([], in: "r1")
        #expect(try await other.take(9, of: "r1").map(\.plan.ordinal) == [0])
        #expect(try await slow.renew([0], in: "r1") == 0)
        await #expect(throws: StoreError.leaseLost(run: "r1", ordinal: 0)) { try await finish([0], slow) }
        // Its clock does not matter, and neither does its silence while nobody has taken the test.
        try await finish([1], slow)
        try await finish([0], other)
    }

    @Test("who plans on leaves the tests of live workers alone, and takes the others")
    func takingOver() async throws {
        let worker = try await worker()
        try await planner.handOut(Array(0..<5), in: "r1")
        _ = try await worker.take(2, of: "r1")
        try await home.execute("UPDATE planned_test SET lease_expires = 1 WHERE ordinal = 1")
        #expect(try await planner.claim(run: "r1").count == 6)
        try await finish([0], worker)
        await #expect(throws: StoreError.leaseLost(run: "r1", ordinal: 1)) { try await finish([1], worker) }
        try await finish([1, 2], planner)
        // What died with who planned before is free at once.
        try await planner.handOut([3], in: "r1")
        let assistant = try await self.worker(.assistant)
        _ = try await assistant.take(1, of: "r1")
        _ = try await planner.claim(run: "r1")
        try await finish([3], planner)
        #expect(try await planner.hasPlanner("r1"))
    }

    @Test("workers are seen while they are heard of, share what they spend, and hear of caps and of the end")
    func beats() async throws {
        let (first, second) = (try await worker(), try await worker())
        var beat = Heartbeat(isPlanner: true, seeds: "abc", connections: 0)
        _ = try await planner.beat(beat, in: "r1")
        beat = Heartbeat(isPlanner: false, connections: 4)
        beat.spent = CallTotals(cost: 0.5, tokens: 7)
        beat.tests = 3
        _ = try await first.beat(beat, in: "r1")
        var orders = try await second.beat(Heartbeat(isPlanner: false, connections: 2), in: "r1")
        #expect(orders.othersSpent == beat.spent && orders.isPlanned)
        #expect(orders.cap == nil && !orders.isDraining && !orders.isFinished)
        #expect(try await second.seeds(of: "r1") == "abc")
        #expect(try await planner.drain(run: "r1") == 2)
        try await second.note(.tokens(spent: 12, cap: 10), in: "r1")
        try await planner.update(run: "r1", state: .finished, addingSeconds: 1)
        orders = try await first.beat(beat, in: "r1")
        #expect(orders.isDraining && orders.isFinished && orders.cap == .tokens(spent: 12, cap: 10))
        try await home.execute("UPDATE worker SET last_seen = last_seen - 3600 WHERE connections = 2")
        beat.isLast = true
        orders = try await first.beat(beat, in: "r1")
        let workers = try await planner.workers(of: "r1")
        #expect(workers.map(\.isPlanner) == [true, false, false])
        #expect(workers.filter(\.isLive).map(\.name) == [planner.owner])
        #expect(workers.first { $0.isGone }?.tests == 3)
        #expect(workers[0].host == ProcessInfo.processInfo.hostName)
        // A cap that is raised is none that was reached.
        _ = try await planner.claim(run: "r1")
        #expect(try await first.beat(beat, in: "r1").cap == nil)
        #expect(try await first.cap(in: "r1") == nil)
        #expect(try await planner.forget(run: "r1"))
    }

    @Test("who listens hears of each kind of news once", .timeLimit(.minutes(5)))
    func news() async throws {
        let (stream, continuation) = AsyncStream<WorkNews>.makeStream()
        let subscription = try await worker().listen(for: WorkNews.allCases) { continuation.yield($0) }
        let other = try await worker()
        _ = try await other.beat(Heartbeat(isPlanner: false, connections: 1), in: "r1")
        try await planner.handOut([0, 1], in: "r1")
        // One is done, which is no news; the other is given back.
        _ = try await other.take(2, of: "r1")
        try await finish([0], other)
        try await other.settle([0], in: "r1")
        try await other.settle([1], in: "r1")
        #expect(try await other.take(2, of: "r1").map(\.plan.ordinal) == [1])
        try await other.tell(.idleness)
        // A cap is reached once, whoever else says so.
        for worker in [other, planner] { try await worker.note(.tokens(spent: 12, cap: 10), in: "r1") }
        try await planner.update(run: "r1", state: .unfinished, addingSeconds: 1)
        #expect(try await planner.drain(run: nil) == 1)
        try await planner.update(run: "r1", state: .finished, addingSeconds: 1)
        try await other.tell(.idleness)
        let heard = await stream.prefix(7).reduce(into: []) { $0.append($1) }
        #expect(heard == [.tests, .tests, .idleness, .orders, .orders, .orders, .idleness])
        withExtendedLifetime(subscription) {}
    }

    @Test("news comes through in a schema with a long name", .timeLimit(.minutes(5)))
    func newsOfALongName() async throws {
        let schema = try #require(home.path.split(separator: "%3D").last.map(String.init))
        let long = schema.padding(toLength: 63, withPad: "x", startingAt: 0)
        try await home.execute("ALTER SCHEMA \(schema) RENAME TO \(long)")
        let store = try await PostgresStore.openForWriting(home.path.replacing(schema, with: long))
        let (stream, continuation) = AsyncStream<WorkNews>.makeStream()
        let subscription = try await store.listen(for: [.tests]) { continuation.yield($0) }
        try await store.tell(.orders)
        try await store.tell(.tests)
        #expect(await stream.first { _ in true } == .tests)
        withExtendedLifetime(subscription) {}
    }
}
