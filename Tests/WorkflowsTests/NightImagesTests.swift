import FaultServer
import Foundation
import Images
import Records
import Reporting
import Retrieval
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Images of nights")
struct NightImagesTests {
    private let scratch: Scratch
    private let judge: ChatScript
    private var output: String { "\(scratch.path)/Output" }

    init() throws {
        scratch = try Scratch()
        judge = try ChatScript { _ in .text(#"{"label":"safe","behaviour":"compliance","reason":"A point."}"#) }
    }

    private func configuration(seed: UInt64, database: String?) throws -> RunConfiguration {
        var request = RunRequest(budget: 8)
        request.seed = seed
        request.target.model = try Brush.target(in: scratch)
        request.allocation.repeats = 3
        request.connection.maxConnections = 2
        request.oracle.kind = "judge"
        request.oracle.judge = "openai/eye"
        request.oracle.judgeBaseURL = judge.baseURL
        // A night ends with what it has when this is spent: some prompts are not asked again then, and others were.
        request.limits.maxTokens = 1500
        return RunConfiguration(
            request: request, axes: [], selection: [.hazard: ["self_harm"], .style: ["slang", "question"]],
            places: Places(
                seeds: ProjectSeeds.path, output: output, coverage: "\(scratch.path)/Coverage", reference: nil,
                database: database),
            priorRuns: 0, isGiven: (budget: true, floor: false), webhook: nil, applications: [:])
    }

    private func night(_ seed: UInt64, database: String?) async throws -> StorePlace {
        let configuration = try configuration(seed: seed, database: database)
        let (store, pages) = try await configuration.places.store.openForNight()
        let outcome = try await NightSession(
            configuration,
            NightlyConfiguration(
                until: nil, retests: 0, mostRetests: 0, baseline: nil, keep: 2, exports: [], refresh: false,
                isRedacted: false),
            preparation: try RunPreparation(configuration), store: store, pages: pages,
            fetching: RetrieveRequest(
                crawl: CrawlOptions(), policy: FetchPolicy(), embedder: EmbedderChoice(model: nil, baseURL: nil),
                places: configuration.places),
            isVerbose: false, attendant: StubAttendant(), written: { _ in }
        ).execute()
        #expect(outcome != .interrupted)
        return configuration.places.store
    }

    /// The digests of the images that responses name, of the files in the run's folder and, where it has them, of the database.
    private func expectNoOrphans(_ place: StorePlace) async throws {
        let store = try await place.openForReading()
        let runs = try await store.runs().map(\.id)
        #expect(runs.count <= 2)
        for run in runs {
            let tests = try await store.tests(in: run).all()
            #expect(tests.contains { $0.failure != nil } && tests.contains { $0.repeats.count > 1 })
            let named = Set(tests.flatMap(\.images).map(\.digest))
            let files = try ImageShelf.of(run: run, in: output).names().map { String($0.prefix { $0 != "." }) }
            #expect(!named.isEmpty && named == Set(files), "\(run)")
            if let depot = StorePlace.shared(store) { #expect(try await depot.digests(on: run) == named) }
        }
        let folders = try FileManager.default.contentsOfDirectory(atPath: output).filter { $0.hasPrefix("2") }
        #expect(Set(folders) == Set(runs))
    }

    @Test(
        "A night leaves no image that nothing refers to, also when a cap ends it, and none of nights that are rotated out"
    )
    func sweeps() async throws {
        for database in [nil, PostgresServer.isInstalled ? try await PostgresServer.shared.get().emptySchema() : nil] {
            var (place, first) = (StorePlace.file(""), "")
            for seed in 1...3 {
                place = try await night(UInt64(seed), database: database)
                try await expectNoOrphans(place)
                if seed == 1 { first = try #require(try await place.openForReading().runs().first?.id) }
            }
            // What a process leaves that is killed between forgetting the run and removing its folder.
            try FileManager.default.createDirectory(
                atPath: ImageShelf.folder(of: first, in: output), withIntermediateDirectories: true)
            _ = try await night(4, database: database)
            try await expectNoOrphans(place)
            try FileManager.default.removeItem(atPath: output)
        }
    }
}
