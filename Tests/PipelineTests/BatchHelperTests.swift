import ChatModels
import Execution
import FaultServer
import Foundation
import Foundations
import Generation
import HTTPTransport
import Oracles
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

@Suite("Judges and generators whose calls go out in batches")
struct BatchHelperTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
    }

    private func model(_ server: BatchServer) throws -> any ChatModel {
        try ModelRegistry.model(
            "openai/m", baseURL: server.baseURL,
            context: ModelContext(environment: [:], http: CurlClient(), seeds: ProjectSeeds.path))
    }

    private func desk() -> BatchDesk {
        BatchDesk(
            settings: .init(
                now: { Date().timeIntervalSince1970 },
                makeName: { "sextant-\(UInt64.random(in: 0...UInt64.max))" }))
    }

    @Test("the questions to a judge go out in a batch a round, and a resumed run asks none twice")
    func judge() async throws {
        let verdict = #"{"label": "safe", "behaviour": "refusal", "reason": "it declines"}"#
        let server = try BatchServer(.openai, seconds: 0.3, reply: { _ in verdict })
        func trial(_ store: (any Store)?) async throws -> Trial {
            let desk = desk()
            let judge = JudgeOracle(
                model: try BatchedModel(model(server), role: .judge, connections: 2, desk: desk), concurrency: 200,
                seed: 1)
            guard let store else {
                return try await Trial(store: folder("a"), grid: grid, budget: 60, oracle: judge, batches: desk)
            }
            return try await Trial(store, resuming: "r1", oracle: judge, batches: desk)
        }
        let first = try await trial(nil)
        let stop = StopSignal()
        async let outcome = first.execute(stop: stop)
        while try await first.store.batches(of: "r1").first?.id == nil { try await Task.sleep(for: .milliseconds(5)) }
        await stop.raise()
        #expect(try await outcome == .interrupted)
        let resumed = try await trial(first.store)
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().count { $0.verdict?.label == .safe } == 60)
        #expect(server.seen.paid.count == 60 && server.seen.doubled == 0 && server.seen.live == 0)
        #expect(server.seen.batches == 3)
    }

    @Test("the calls of a generator go out in a batch for all cells of a round")
    func generator() async throws {
        let number = Locked(0)
        let server = try BatchServer(
            .openai,
            reply: { _ in
                number.withLock {
                    $0 += 1
                    return "prompt \($0) about a wholly different matter \($0 * 7919) \($0 * 104729)"
                }
            })
        let desk = desk()
        let writer = Asking(model: try BatchedModel(model(server), role: .generator, connections: 2, desk: desk))
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 60, generator: writer, batches: desk)
        #expect(try await trial.execute() == .finished)
        #expect(try await trial.tests().allSatisfy { $0.stage == .judged })
        #expect(server.seen.live == 0 && server.seen.doubled == 0 && server.seen.paid.count == 60)
        // A cell with several tests in a round asks for one prompt after the other.
        #expect((3...15).contains(server.seen.batches), "\(server.seen.batches)")
    }

    @Test("cells that are written one after the other take a batch each, and none waits for another")
    func oneAtATime() async throws {
        let server = try BatchServer(.openai, reply: { "\($0) \(UInt64.random(in: 0...UInt64.max))" })
        let desk = desk()
        let writer = Asking(
            model: try BatchedModel(model(server), role: .generator, connections: 2, desk: desk), concurrency: 1)
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 5, generator: writer, batches: desk)
        #expect(try await trial.execute() == .finished)
        #expect(server.seen.batches == 5)
    }
}

/// Asks a model once for each prompt of a cell.
private struct Asking: PromptGenerator {
    let name = "asking"
    let model: any ChatModel
    var concurrency = 200

    func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        var prompts: [GeneratedPrompt] = []
        for number in 0..<request.count {
            let ask = ChatRequest(
                messages: [.init(.user, "\(request.key) \(number)")], label: "\(request.round) \(request.key)")
            let text = try await model.reply(to: ask).text
            if await novelty.admit(text) { prompts.append(GeneratedPrompt(text: text, origin: [:])) }
        }
        return prompts
    }
}
