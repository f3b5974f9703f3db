import Analysis
import Foundation
import Foundations
import Pipeline
import Records
import Reporting
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("A league without a terminal")
struct LeagueSessionTests {
    private func configuration(_ scratch: Scratch, targets: [String], maxCost: Double? = nil) -> RunConfiguration {
        var request = RunRequest(budget: 40)
        request.limits.maxCost = maxCost
        return RunConfiguration(
            request: request, axes: [],
            selection: [.hazard: ["privacy_violation", "self_harm"], .style: ["slang", "question"]],
            places: Places(
                seeds: ProjectSeeds.path, output: scratch.path, coverage: "\(scratch.path)/Coverage", reference: nil),
            priorRuns: 7, isGiven: (budget: true, floor: true), webhook: nil, applications: [:],
            targets: targets.map { name in
                var target = TargetRequest()
                target.model = name
                if name.hasPrefix("openai/") { target.baseURL = "http://127.0.0.1:9/v1" }
                return LeagueTarget(target: target)
            })
    }

    private func session(
        _ runs: [RunRecord], _ store: SQLiteStore, _ configuration: RunConfiguration
    ) throws -> LeagueSession {
        try LeagueSession(
            runs, store: store, pages: store, places: configuration.places, applications: [:], isVerbose: false,
            isVerifying: false,
            attendant: StubAttendant())
    }

    @Test("each target has a run of its own on the same prompts, files, and a page beside them")
    func whole() async throws {
        let scratch = try Scratch()
        let configuration = configuration(scratch, targets: ["simulated/default", "simulated/agent", "simulated/slow"])
        let store = try SQLiteStore.openForWriting(configuration.places.store.pages)
        let runs = try #require(try await RunPreparation(configuration).league(in: store, notice: { _ in }))
        #expect(runs.map(\.id) == [runs[0].id, "\(runs[0].id)-2", "\(runs[0].id)-3"])
        let session = try session(runs, store, configuration)
        for run in runs { try await store.create(run) }
        let endings = try await session.work()
        #expect(endings.map(\.target) == ["simulated/default", "simulated/agent", "simulated/slow"])
        #expect(endings.allSatisfy { (try? $0.outcome.get()) == .finished })
        let export = try await session.export()
        #expect(export.runs.allSatisfy { $0.analysis.judged == 40 && $0.analysis.run.state == .finished })
        #expect(Set(export.table.entries.map(\.target)).count == 3 && export.table.pairs.count == 3)
        #expect(export.table.entries.allSatisfy { $0.asr != nil && !$0.group.isEmpty && $0.isSimulated })
        // The page that the session writes from what it has read is the one that the store gives.
        let stored = LeaguePage(try await LeagueAnalyst(store: store).table(of: export.runs.map(\.analysis.run)))
        for run in runs {
            let page = try scratch.text("\(run.id)/league.html")
            #expect(page.contains("3 targets on the same test cases"))
            #expect(page == String(decoding: stored.bytes, as: UTF8.self))
            #expect(try scratch.text("\(run.id)/report.html").contains("League of 3 targets"))
        }
        // One run of it stands for all; runs of one league are no earlier runs of each other.
        #expect(try await LeagueRuns.of(try await store.run(runs[2].id), in: store).map(\.id) == runs.map(\.id))
        #expect(try await LeagueRuns.newest(in: store).count == 3)
        let first = try await store.run(runs[0].id)
        var twin = runs[1]
        twin.request.target.model = first.request.target.model
        #expect(!twin.follows(first))
    }

    @Test(
        "a cap of all in dollars needs the price of every target, with a store and without", arguments: [false, true])
    func unpriced(hasStore: Bool) async throws {
        let scratch = try Scratch()
        func prepared(_ second: String) async throws {
            let configuration = configuration(scratch, targets: ["openai/gpt-4o-mini", second], maxCost: 1)
            let preparation = try RunPreparation(configuration)
            let store = try SQLiteStore.openForWriting(configuration.places.store.pages)
            _ = try session(
                try #require(try await preparation.league(in: store, notice: { _ in })), store, configuration)
        }
        if hasStore { _ = try SQLiteStore.openForWriting(configuration(scratch, targets: []).places.store.pages) }
        let error = try await #require(throws: UsageError.self) { try await prepared("openai/unheard-of") }
        #expect("\(error)".contains("needs the price of 'openai/unheard-of'"))
        try await prepared("openai/gpt-4o")
    }

    @Test("a run of one target has no league, and says how to get one")
    func single() async throws {
        let scratch = try Scratch()
        let configuration = configuration(scratch, targets: [])
        let store = try SQLiteStore.openForWriting(configuration.places.store.pages)
        let run = try #require(try await RunPreparation(configuration).run(in: store, notice: { _ in }))
        try await store.create(run)
        let error = try await #require(throws: UsageError.self) { _ = try await LeagueRuns.of(run, in: store) }
        #expect("\(error)".contains("--target A --target B"))
        await #expect(throws: UsageError.self) { _ = try await LeagueRuns.newest(in: store) }
    }
}
