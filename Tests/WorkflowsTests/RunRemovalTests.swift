import Foundation
import Images
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Runs that are removed")
struct RunRemovalTests {
    private static let runs = (1...3).map { "20261130-10000\($0)-00ff" }
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// A store with three runs, each with a folder and the same image.
    private func prepared(_ database: String?) async throws -> (places: Places, store: any Store) {
        let places = Places(
            seeds: ProjectSeeds.path, output: "\(scratch.path)/Output", coverage: "\(scratch.path)/Coverage",
            reference: nil, database: database)
        let store = try await places.store.openForWriting()
        for run in Self.runs {
            try await store.create(RunRecord.sample(run, grid: Grid.sample(2, 2)))
            let shelf = ImageShelf.of(run: run, in: places.output, depot: StorePlace.shared(store))
            _ = try await shelf.keep(TextPicture.image(of: "a lamp"))
            try await store.update(run: run, state: .finished, addingSeconds: 0)
        }
        return (places, store)
    }

    @Test("A run goes with its folder and its images, also when a process was killed between the two; the others stay")
    func removes() async throws {
        for database in [nil, PostgresServer.isInstalled ? try await PostgresServer.shared.get().emptySchema() : nil] {
            let (places, store) = try await prepared(database)
            #expect(try await store.forget(run: Self.runs[1]))
            for run in Self.runs.prefix(2) { try await RunRemoval.remove(run, from: store, places: places) }
            #expect(try await store.runs().map(\.id) == [Self.runs[2]])
            let folders = try FileManager.default.contentsOfDirectory(atPath: places.output).filter {
                $0.hasPrefix("2")
            }
            #expect(folders == [Self.runs[2]])
            if let depot = StorePlace.shared(store) {
                #expect(try await depot.digests(on: Self.runs[0]).isEmpty)
                #expect(try await depot.digests(on: Self.runs[2]).count == 1)
            }
            #expect(try await store.auditTrail().map(\.command) == ["runs --remove"])
            try FileManager.default.removeItem(atPath: places.output)
        }
    }

    @Test(
        "A run that a worker is at work on stays, and so does the worker",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.missing)"))
    func worked() async throws {
        let url = try await PostgresServer.shared.get().emptySchema()
        let (places, store) = try await prepared(url)
        let worker = try await StorePlace.openForWork(url)
        var heartbeat = Heartbeat(isPlanner: false, connections: 2)
        _ = try await worker.beat(heartbeat, in: Self.runs[0])
        let error = try await #require(throws: StoreError.self) {
            try await RunRemoval.remove(Self.runs[0], from: store, places: places)
        }
        guard case .runBusy(Self.runs[0], _) = error else { return #expect(Bool(false), "\(error)") }
        heartbeat.isLast = true
        _ = try await worker.beat(heartbeat, in: Self.runs[0])
        try await RunRemoval.remove(Self.runs[0], from: store, places: places)
        #expect(try await store.runs().count == 2)
    }

    @Test("What people have labelled stays")
    func labelled() async throws {
        let (places, store) = try await prepared(nil)
        let test = PlannedTest.sample(0)
        try await store.plan([test], in: Self.runs[0])
        for step in [
            Step.generated(TestCase(plan: test, prompt: "p", origin: [:]), milliseconds: 1),
            .executed(ordinal: 0, Response(text: "r"), milliseconds: 1),
        ] { try await store.record([step], in: Self.runs[0]) }
        try await store.add(
            HumanLabel(ordinal: 0, annotator: "ann", label: .safe, isControl: false, time: 1), in: Self.runs[0])
        await #expect(throws: UsageError.self) {
            try await RunRemoval.remove(Self.runs[0], from: store, places: places)
        }
        #expect(ImageShelf.of(run: Self.runs[0], in: places.output).exists)
        #expect(try await store.runs().count == 3)
    }

    @Test("A name that is no run's removes nothing", arguments: ["inputs", "..", "20261130-100009-00ff", ""])
    func names(_ name: String) async throws {
        let (places, store) = try await prepared(nil)
        _ = try await ImageShelf.inputs(in: places.output).keep(TextPicture.image(of: "of a data set"))
        let before = try FileManager.default.subpathsOfDirectory(atPath: places.output)
        await #expect(throws: StoreError.self) { try await RunRemoval.remove(name, from: store, places: places) }
        #expect(try FileManager.default.subpathsOfDirectory(atPath: places.output) == before)
    }
}
