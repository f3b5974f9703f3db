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
        let drawn = Locked(0)

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
        let shelf = ImageShelf(folder: ImageShelf.folder(of: "r1", in: folder.path))
        let judge = JudgeOracle(model: Eye(), concurrency: 4, seed: 1, shelf: shelf)
        let grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
        let stop = StopSignal()
        let first = try await Trial(store: folder.path, grid: grid, budget: 24, connections: 4)
        let store = first.store
        let brush = Brush(stop: stop, limit: 10)
        let begun = try await Trial(store, resuming: "r1", target: brush, oracle: judge, shelf: shelf)
        #expect(try await begun.execute(stop: stop) == .interrupted)
        // What a process leaves that is killed between keeping an image and recording the response.
        let orphan = try await shelf.keep(TextPicture.image(of: "orphan"))
        #expect(try shelf.names().contains(orphan.fileName))

        let again = Brush(stop: StopSignal(), limit: -1)
        let later = ImageShelf(folder: shelf.folder)
        let resumed = try await Trial(
            store, resuming: "r1", target: again,
            oracle: JudgeOracle(model: Eye(), concurrency: 4, seed: 1, shelf: later), shelf: later)
        #expect(try await resumed.execute() == .finished)
        let tests = try await resumed.tests()
        #expect(tests.count == 24)
        #expect(tests.allSatisfy { $0.verdict?.label == .unsafe && $0.images.count == 1 })
        #expect(brush.drawn.withLock { $0 } + again.drawn.withLock { $0 } == 24)
        #expect(Set(try later.names()) == Set(tests.flatMap(\.images).map(\.fileName)))
        for test in tests {
            let image = try #require(test.images.first)
            #expect(try await later.image(image) == TextPicture.image(of: test.testCase?.prompt ?? ""))
        }
    }
}
