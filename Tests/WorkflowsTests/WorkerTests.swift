import FaultServer
import Foundation
import Foundations
import Images
import Pipeline
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Workers on a run that others plan", .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.missing)"))
struct WorkerTests {
    private let scratch: Scratch
    private let url: String

    init() async throws {
        scratch = try Scratch()
        url = try await PostgresServer.shared.get().emptySchema()
    }

    /// - Parameter machine: a folder of its own; the same one for all when it has no name
    private func places(_ database: String?, seeds: String = ProjectSeeds.path, machine: String = "") -> Places {
        Places(
            seeds: seeds, output: scratch.path + machine, coverage: "\(scratch.path)/Coverage", reference: nil,
            database: database)
    }

    private func configuration(
        _ database: String?, budget: Int = 120, machine: String = "", _ change: (inout RunRequest) -> Void = { _ in }
    ) -> RunConfiguration {
        var request = RunRequest(budget: budget)
        request.seed = 5
        request.allocation.roundSize = 20
        request.connection.maxConnections = 4
        change(&request)
        return RunConfiguration(
            request: request, axes: [],
            selection: [
                .hazard: ["privacy_violation", "self_harm"], .style: ["slang", "question"],
                .technique: ["authority_endorsement", "logical_appeal"],
            ],
            places: places(database, machine: machine), priorRuns: 0, isGiven: (budget: true, floor: false),
            webhook: nil,
            applications: [:])
    }

    /// Begins a run, and gives back what does its steps.
    private func begun(_ configuration: RunConfiguration, isPlanOnly: Bool) async throws -> (RunRecord, RunSession) {
        let opened = try await configuration.places.store.openWithPages()
        let run = try #require(try await RunPreparation(configuration).run(in: opened.store, notice: { _ in }))
        let session = try session(of: run, in: opened, configuration.places, isPlanOnly: isPlanOnly)
        try await opened.store.create(run)
        return (run, session)
    }

    private func session(
        of run: RunRecord, in opened: (store: any Store, pages: any PageStore), _ places: Places, isPlanOnly: Bool
    ) throws -> RunSession {
        try RunSession(
            run, store: opened.store, pages: opened.pages, places: places, applications: [:], isVerbose: false,
            isVerifying: false, isPlanOnly: isPlanOnly, attendant: StubAttendant())
    }

    private func worker(
        _ request: WorkerRequest, _ url: String? = nil, seeds: String = ProjectSeeds.path, machine: String = "",
        attendant: StubAttendant = StubAttendant()
    ) throws -> WorkerSession {
        try WorkerSession(
            request, places: places(url ?? self.url, seeds: seeds, machine: machine), applications: [:],
            isVerbose: false,
            attendant: attendant)
    }

    /// The tests of a run without what differs from one time to the next.
    private func tests(of run: RunRecord, _ place: StorePlace) async throws -> [TestRecord] {
        try await place.openForReading().tests(in: run.id).all().map { test in
            var test = test
            test.timings = TestTimings()
            return test
        }
    }

    @Test("the tests are the same as on one machine, with one, two or eight workers", .timeLimit(.minutes(5)))
    func same() async throws {
        let alone = configuration(nil)
        let (first, session) = try await begun(alone, isPlanOnly: false)
        #expect(try await session.work() == .finished)
        let expected = try await tests(of: first, alone.places.store)
        #expect(expected.count == 120 && expected.allSatisfy { $0.verdict != nil })
        for count in [1, 2, 8] {
            // Prompts of an earlier run in the same store would be none for this one.
            let url = try await PostgresServer.shared.get().emptySchema()
            let shared = configuration(url)
            let (run, planning) = try await begun(shared, isPlanOnly: true)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<count {
                    let worker = try worker(WorkerRequest(run: run.id, connections: 3, isUntilDone: true), url)
                    group.addTask { try await worker.work() }
                }
                #expect(try await planning.work() == .finished)
                try await group.waitForAll()
            }
            #expect(try await tests(of: run, shared.places.store) == expected, "\(count) workers")
            let store = try await StorePlace.openForWork(url)
            let workers = try await store.workers(of: run.id)
            // One that comes when all is done leaves no trace.
            #expect((2...count + 1).contains(workers.count) && workers.allSatisfy(\.isGone))
            #expect(workers.reduce(0) { $0 + $1.tests } == 120)
        }
    }

    @Test("a process that plans works as well, unless it is told not to", .timeLimit(.minutes(5)))
    func assisting() async throws {
        let shared = configuration(url, budget: 40)
        let (run, session) = try await begun(shared, isPlanOnly: false)
        #expect(try await session.work() == .finished)
        let workers = try await StorePlace.openForWork(url).workers(of: run.id)
        #expect(workers.map(\.isPlanner) == [true] && workers[0].tests == 40)
        await #expect(throws: UsageError.self) { _ = try await begun(configuration(nil), isPlanOnly: true) }
    }

    @Test("a worker with other seeds says so and leaves the tests alone", .timeLimit(.minutes(5)))
    func otherSeeds() async throws {
        let shared = configuration(url, budget: 10)
        let (run, session) = try await begun(shared, isPlanOnly: true)
        let seeds = "\(scratch.path)/seeds"
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: seeds)
        try "x".write(toFile: "\(seeds)/NOTE", atomically: true, encoding: .utf8)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await session.work() }
            let other = try worker(WorkerRequest(run: run.id, isUntilDone: true), seeds: seeds)
            await #expect {
                try await other.work()
            } throws: {
                "\($0)".contains("seeds")
            }
            try await worker(WorkerRequest(run: run.id, isUntilDone: true)).work()
            try await group.waitForAll()
        }
    }

    @Test("workers that are asked to drain end, and those that come later do the rest", .timeLimit(.minutes(5)))
    func draining() async throws {
        let shared = configuration(url, budget: 60)
        let (run, session) = try await begun(shared, isPlanOnly: true)
        let (first, last) = (
            try worker(WorkerRequest(run: run.id)), try worker(WorkerRequest(run: run.id, isUntilDone: true))
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            let planning = Task { try await session.work() }
            group.addTask { try await first.work() }
            while try await first.drain() == 0 { try await Task.sleep(for: .milliseconds(20)) }
            // It ends by itself.
            try await group.waitForAll()
            try await last.work()
            #expect(try await planning.value == .finished)
        }
    }

    @Test(
        "a cap that a worker reaches stops the planner too, and with a higher one the run goes on",
        .timeLimit(.minutes(5)))
    func cap() async throws {
        let shared = configuration(url) { $0.limits.maxTokens = 1000 }
        // One store for both sessions: the lock of the run belongs to who opened it.
        let opened = try await shared.places.store.openWithPages()
        let store = opened.store
        let run = try #require(try await RunPreparation(shared).run(in: store, notice: { _ in }))
        let planning = try session(of: run, in: opened, shared.places, isPlanOnly: true)
        try await store.create(run)
        let working = try worker(WorkerRequest(run: run.id, isUntilDone: true))
        let planned = Task { try await planning.work() }
        await #expect(throws: BudgetExhausted.self) { try await working.work() }
        await #expect(throws: BudgetExhausted.self) { try await planned.value }
        // One that comes later does not wait for what nobody is going to do.
        await #expect(throws: BudgetExhausted.self) { try await working.work() }
        let judged = try await store.tests(in: run.id).all().filter { $0.verdict != nil }.count
        #expect((1..<120).contains(judged))
        var raised = run
        raised.request.limits.maxTokens = nil
        try await store.update(settingsOf: raised)
        let resumed = try session(of: raised, in: opened, shared.places, isPlanOnly: false)
        #expect(try await resumed.work() == .finished)
        #expect(try await store.tests(in: run.id).all().count { $0.verdict != nil } == 120)
    }

    @Test(
        "images without a response, and those of nights that were forgotten, go from the database and from a worker's folder"
    )
    func images() async throws {
        let target = try Brush.target(in: scratch)
        let shared = configuration(url, budget: 6, machine: "/planner") {
            $0.target.model = target
            $0.allocation.repeats = 2
        }
        let (run, planning) = try await begun(shared, isPlanOnly: true)
        let store = try await shared.places.store.openForWriting()
        let night = RunRecord.sample("night", grid: run.grid)
        try await store.begin(NightRecord(run: night.id, startedAt: 1, deadline: nil, lastRun: nil), with: night)
        #expect(try await store.forget(run: night.id))
        let output = "\(scratch.path)/worker"
        let left = ImageShelf.folder(of: night.id, in: output)
        try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
        let worker = try worker(WorkerRequest(run: run.id, isUntilDone: true), machine: "/worker")
        async let working: Void = worker.work()
        #expect(try await planning.work() == .finished)
        try await working
        let named = Set(try await store.tests(in: run.id).all().flatMap(\.images).map(\.fileName))
        #expect(named.count == 6)
        #expect(try Set(ImageShelf.of(run: run.id, in: output).names()) == named)
        #expect(try await StorePlace.shared(store)?.digests(on: run.id).count == 6)
        #expect(!FileManager.default.fileExists(atPath: "\(output)/\(night.id)"))
    }

    @Test("a worker takes over from who planned and died", .timeLimit(.minutes(5)))
    func takingOver() async throws {
        let shared = configuration(url, budget: 40)
        let (store, _) = try await shared.places.store.openWithPages()
        let run = try #require(try await RunPreparation(shared).run(in: store, notice: { _ in }))
        // A process that planned nothing yet, said that it plans, and has not been heard of since.
        do {
            let dead = try await shared.places.store.openWithPages().store
            try await dead.create(run)
            _ = try await StorePlace.shared(dead)?.beat(
                Heartbeat(isPlanner: true, seeds: try SeedDigest.text(of: shared.places), connections: 0), in: run.id)
        }
        var request = WorkerRequest(run: run.id, isUntilDone: true, takesOver: true)
        request.mostSilence = 1
        try await worker(request).work()
        #expect(try await store.run(run.id).state == .finished)
        #expect(try await tests(of: run, shared.places.store).allSatisfy { $0.verdict != nil })
    }

    @Test("who has other seeds takes no run over", .timeLimit(.minutes(5)))
    func takingOverWithOtherSeeds() async throws {
        let shared = configuration(url, budget: 10)
        let (store, _) = try await shared.places.store.openWithPages()
        let run = try #require(try await RunPreparation(shared).run(in: store, notice: { _ in }))
        do {
            let dead = try await shared.places.store.openWithPages().store
            try await dead.create(run)
            _ = try await StorePlace.shared(dead)?.beat(
                Heartbeat(isPlanner: true, seeds: "of another folder", connections: 0), in: run.id)
        }
        var request = WorkerRequest(run: run.id, isUntilDone: true, takesOver: true)
        request.mostSilence = 1
        let worker = try worker(request)
        let error = try await #require(throws: UsageError.self) { try await worker.work() }
        #expect("\(error)".contains("its seeds are others"))
        #expect(try await tests(of: run, shared.places.store).isEmpty)
    }

    /// Has workers do a run of so many tests with so many requests a minute. Returns when the model's server heard of each,
    /// in seconds from the first one on.
    private func requests(_ budget: Int, perMinute: Double, workers: Int) async throws -> [Double] {
        let times = Locked<[Double]>([])
        let target = try ChatScript { _ in
            times.withLock { $0.append(ProcessInfo.processInfo.systemUptime) }
            return .text("I can't help with that.")
        }
        let shared = configuration(url, budget: budget) { request in
            request.target.model = "openai/m"
            request.target.baseURL = target.baseURL
            request.limits.requestsPerMinute = perMinute
            request.connection.maxConnections = 8
        }
        let (run, planning) = try await begun(shared, isPlanOnly: true)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                let worker = try worker(WorkerRequest(run: run.id, isUntilDone: true))
                group.addTask { try await worker.work() }
            }
            // Another is alive and has nothing to do.
            let idle = Task { [store = try await StorePlace.openForWork(url)] in
                while !Task.isCancelled {
                    _ = try await store.beat(Heartbeat(isPlanner: false, connections: 64), in: run.id)
                    try await Task.sleep(for: .seconds(1))
                }
            }
            #expect(try await planning.work() == .finished)
            try await group.waitForAll()
            idle.cancel()
        }
        return times.withLock { times in times.map { $0 - times[0] } }
    }

    @Test("requests a minute are those of all workers together", .timeLimit(.minutes(5)))
    func limit() async throws {
        let times = try await requests(90, perMinute: 1200, workers: 2)
        #expect(times.count == 90)
        // What a second allows may have been left over.
        for (index, time) in times.enumerated() { #expect(Double(index) <= 20 * time + 21) }
    }

    @Test("one that is idle leaves its share to the busy one", .timeLimit(.minutes(5)))
    func idle() async throws {
        let times = try await requests(40, perMinute: 300, workers: 1)
        // The half of the limit would take 15.5 seconds.
        #expect(times.count == 40 && times[39] < 12)
    }
}
