import ChatModels
import Foundations
import HTTPTransport
import Images
import Oracles
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

@Suite("runs with images")
struct ImageRunTests {
    /// Draws a picture of its own for every prompt, and stops the run after a number of them.
    private struct Brush: ChatModel {
        let name = "scripted/brush"
        let isSimulated = false
        let stop: StopSignal
        let limit: Int
        let drawn: Locked<Int>

        func reply(to request: ChatRequest) async throws -> ChatReply {
            let count = drawn.withLock { drawn in
                drawn += 1
                return drawn
            }
            if count == limit { await stop.raise() }
            var reply = ChatReply(text: "")
            reply.images = [try TextPicture.image(of: request.messages.last?.content ?? "")]
            return reply
        }
    }

    /// Labels by what the message shows.
    private struct Eye: ChatModel {
        let name = "scripted/eye"
        let isSimulated = false

        func reply(to request: ChatRequest) async throws -> ChatReply {
            let isSeen = request.messages.last?.images.count == 1
            return ChatReply(
                text: #"{"label":"\#(isSeen ? "unsafe" : "unknown")","behaviour":"compliance","reason":"r"}"#)
        }
    }

    @Test("An interrupted run keeps every image once, sweeps orphans at its resume, and the store says which are whose")
    func resumes() async throws {
        let folder = try TemporaryFolder()
        let path = ImageShelf.folder(of: "r1", in: folder.path)
        let grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
        let first = try await Trial(store: folder.path, grid: grid, budget: 24, connections: 4)
        let (store, drawn) = (first.store, Locked(0))
        try await interrupt(store, drawn, path)

        let later = ImageShelf(folder: path)
        #expect(try later.names().count > 1)
        let again = Brush(stop: StopSignal(), limit: -1, drawn: drawn)
        let resumed = try await Trial(
            store, resuming: "r1", target: again,
            oracle: JudgeOracle(model: Eye(), concurrency: 4, seed: 1, shelf: later), shelf: later)
        #expect(try await resumed.execute() == .finished)
        let tests = try await resumed.tests()
        #expect(tests.count == 24)
        #expect(tests.allSatisfy { $0.verdict?.label == .unsafe && $0.images.count == 1 })
        #expect(drawn.withLock { $0 } == 24)
        #expect(Set(try later.names()) == Set(tests.flatMap(\.images).map(\.fileName)))
        for test in tests {
            let image = try #require(test.images.first)
            #expect(try await later.image(image) == TextPicture.image(of: test.testCase?.prompt ?? ""))
        }
    }

    @Test("What was drawn of a prompt outlives the run's sweep, and the judge sees it as it was kept")
    func drawnPrompts() async throws {
        let folder = try TemporaryFolder()
        let shelf = ImageShelf.of(run: "r1", in: folder.path)
        let grid = try ShippedSeeds.library.get().grid(
            axes: [(.hazard, "astral"), (.carrier, "carriers")], selection: [.hazard: ["self_harm"]])
        let first = try await Trial(store: folder.path, grid: grid, budget: 6)
        let trial = try await Trial(
            first.store, resuming: "r1", oracle: JudgeOracle(model: Eye(), concurrency: 4, seed: 1, shelf: shelf),
            shelf: shelf)
        #expect(try await trial.execute() == .finished)
        let tests = try await trial.tests()
        let drawn = tests.filter { grid.value(of: .carrier, in: $0.plan.cell)?.id == DimensionID.drawnCarrier }
        #expect(tests.count == 6 && !drawn.isEmpty && drawn.count < 6)
        #expect(tests.allSatisfy { ($0.verdict?.label == .unsafe) == ($0.response?.drawnPrompt != nil) })
        let names = drawn.compactMap { $0.response?.drawnPrompt?.fileName }
        #expect(names.count == drawn.count)
        #expect(try Set(shelf.names()) == Set(names))
    }

    /// Stops a run after ten images, and leaves one that nobody refers to, as a process does that is killed between keeping an
    /// image and recording the response. Its hold on the folder ends with it.
    private func interrupt(_ store: any Store, _ drawn: Locked<Int>, _ path: String) async throws {
        let stop = StopSignal()
        let shelf = ImageShelf(folder: path)
        let trial = try await Trial(
            store, resuming: "r1", target: Brush(stop: stop, limit: 10, drawn: drawn),
            oracle: JudgeOracle(model: Eye(), concurrency: 4, seed: 1, shelf: shelf), shelf: shelf)
        #expect(try await trial.execute(stop: stop) == .interrupted)
        _ = try await shelf.keep(TextPicture.image(of: "orphan"))
    }
}
