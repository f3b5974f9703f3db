import Analysis
import Foundations
import Pipeline
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("A run without a terminal")
struct RunSessionTests {
    private func configuration(_ scratch: Scratch, budget: Int, closing: Int? = nil) -> RunConfiguration {
        var request = RunRequest(budget: budget)
        request.allocation.closeHoles = closing
        return RunConfiguration(
            request: request, axes: [],
            selection: [
                .hazard: ["privacy_violation", "self_harm"], .style: ["slang"],
                .technique: ["authority_endorsement", "logical_appeal"],
            ],
            places: Places(
                seeds: ProjectSeeds.path, output: scratch.path, coverage: "\(scratch.path)/Coverage", reference: nil),
            priorRuns: 7, isGiven: (budget: true, floor: false), webhook: nil, applications: [:])
    }

    private func session(
        _ run: RunRecord, _ store: SQLiteStore, _ configuration: RunConfiguration, _ attendant: StubAttendant
    ) throws -> RunSession {
        try RunSession(
            run, store: store, pages: store, places: configuration.places, applications: [:], isVerbose: false,
            isVerifying: false, attendant: attendant)
    }

    @Test("it is prepared, worked through and written, and its attendant hears how it begins")
    func whole() async throws {
        let scratch = try Scratch()
        let configuration = configuration(scratch, budget: 8)
        let preparation = try RunPreparation(configuration)
        #expect(preparation.grid.cellCount == 4)
        let store = try SQLiteStore.openForWriting(configuration.places.store.pages)
        let attendant = StubAttendant()
        let run = try #require(try await preparation.run(in: store, notice: attendant.hear))
        #expect(run.simulated && run.basis.epoch?.count == 16)
        let session = try session(run, store, configuration, attendant)
        try await store.create(run)
        #expect(try await session.work() == .finished)
        guard case .progress(let opening)? = attendant.notices.all.first else {
            Issue.record("\(attendant.notices.all)")
            return
        }
        #expect(opening.hasPrefix("run \(run.id): 8 tests on 4 cells"))
        let export = try await session.export()
        #expect(export.analysis.judged == 8 && export.analysis.run.state == .finished)
        #expect(try scratch.text("\(run.id)/tests.jsonl").split(separator: "\n").count == 8)
        // Every cell was judged: no hole is left to close.
        let closing = try RunPreparation(self.configuration(scratch, budget: 8, closing: 3))
        #expect(try await closing.run(in: store, notice: attendant.hear) == nil)
    }

    @Test("an attendant that stops it at once interrupts it, and a second session does the rest")
    func stopped() async throws {
        let scratch = try Scratch()
        let configuration = configuration(scratch, budget: 8)
        let store = try SQLiteStore.openForWriting(configuration.places.store.pages)
        let run = try #require(
            try await RunPreparation(configuration).run(in: store, notice: { _ in }))
        try await store.create(run)
        let stopping = try session(run, store, configuration, StubAttendant(stopsAtOnce: true))
        #expect(try await stopping.work() == .interrupted)
        #expect(try await store.run(run.id).state == .unfinished)
        #expect(try await session(run, store, configuration, StubAttendant()).work() == .finished)
        #expect(try await store.run(run.id).state == .finished)
    }

    @Test("a run that goes on says once how many sessions a killed process left open")
    func leftSessions() async throws {
        let scratch = try Scratch()
        let configuration = configuration(scratch, budget: 8)
        let store = try SQLiteStore.openForWriting(configuration.places.store.pages)
        let run = try #require(
            try await RunPreparation(configuration).run(in: store, notice: { _ in }))
        try await store.create(run)
        for _ in 0..<2 { try await store.countSession(1, of: run.id) }
        func warnings(stopsAtOnce: Bool) async throws -> [String] {
            let attendant = StubAttendant(stopsAtOnce: stopsAtOnce)
            _ = try await session(run, store, configuration, attendant).work()
            return attendant.notices.all.compactMap { if case .warning(let text) = $0 { text } else { nil } }
        }
        let first = try await warnings(stopsAtOnce: true)
        #expect(first.count == 1 && first[0].contains("up to 2 sessions were left open"), "\(first)")
        #expect(try await warnings(stopsAtOnce: false).isEmpty)
    }

    @Test("a deadline that is over raises the signal, and none raises nothing", .timeLimit(.minutes(1)))
    func deadline() async throws {
        let stop = StopSignal()
        try await stop.raised(at: 0) { await stop.untilRaised() }
        #expect(stop.isRaised)
        let calm = StopSignal()
        try await calm.raised(at: nil) {}
        #expect(!calm.isRaised)
    }
}

/// Hears everything, and stops work before it begins, or never.
struct StubAttendant: Attendant {
    let notices = Notices()
    var stopsAtOnce = false

    var quiet: StubAttendant { self }

    func hear(_ notice: Notice) { notices.hear(notice) }

    func attend<Value: Sendable>(
        _ work: WorkInSight, stop: StopSignal, _ body: () async throws -> Value
    ) async throws -> Value {
        if stopsAtOnce { await stop.raise() }
        return try await body()
    }
}
