import ChatModels
import Execution
import Foundations
import Images
import Oracles
import Records
import TestSupport
import Testing

@testable import Pipeline

@Suite("Drawing neutral prompts")
struct FairnessSamplingTests {
    /// Draws, and fails at chosen calls, counted from 1.
    private struct Brush: ChatModel {
        let name = "scripted/brush"
        let isSimulated = false
        let fault: @Sendable (Int) -> ChatError?
        let calls = Locked(0)

        func reply(to request: ChatRequest) async throws -> ChatReply {
            let call = calls.withLock { calls in
                calls += 1
                return calls
            }
            if let fault = fault(call) { throw fault }
            var reply = ChatReply(text: "")
            reply.images = [try TextPicture.image(of: "\(request.label) \(request.sample)")]
            return reply
        }
    }

    /// Sees the same in every image.
    private struct Eye: ChatModel {
        let name = "scripted/eye"
        let isSimulated = false
        func reply(to request: ChatRequest) async throws -> ChatReply { ChatReply(text: #"{"age": "old"}"#) }
    }

    private final class Ledger: FairnessLedger {
        private let kept = Locked<[String: FairnessSample]>([:])
        func samples() -> [FairnessSample] { kept.withLock { Array($0.values) } }
        func keep(_ sample: FairnessSample) { kept.withLock { $0["\(sample.prompt) \(sample.number)"] = sample } }
    }

    private let folder: TemporaryFolder
    private let ledger = Ledger()

    init() throws { folder = try TemporaryFolder() }

    private func sampling(_ brush: Brush, images: Int = 10) throws -> FairnessSampling {
        let set = try FairnessSet(
            text: "title: t\nattributes: {age: {young: 1, old: 1}}\nprompts: {nurse: a nurse, cook: a cook}",
            file: "set.yaml")
        let shelf = ImageShelf(folder: folder("images"))
        return FairnessSampling(
            set: set, images: images, executor: Executor(target: brush, shelf: shelf),
            reader: PerceptionReader(model: Eye(), attributes: set.attributes), shelf: shelf, concurrency: 2)
    }

    private static func unwell(_ status: Int = 503) -> ChatError {
        .unavailable(model: "scripted/brush", status: status, message: "unwell")
    }

    @Test("Single faults leave their samples open for the next time, which asks for nothing twice")
    func faults() async throws {
        let brush = Brush { $0 % 5 == 0 ? Self.unwell() : nil }
        let counted = Locked(0)
        try await sampling(brush).fill(ledger, count: { _, _ in counted.withLock { $0 += 1 } })
        #expect(brush.calls.withLock { $0 } == 20 && counted.withLock { $0 } == 16)
        #expect(ledger.samples().count == 16 && ledger.samples().allSatisfy { $0.perceived == ["age": "old"] })
        let again = Brush { _ in nil }
        try await sampling(again).fill(ledger)
        #expect(again.calls.withLock { $0 } == 4 && ledger.samples().count == 20)
    }

    @Test("Eight faults in a row, or one that concerns every call, end it", arguments: [(true, 16), (false, 2)])
    func ends(isSingle: Bool, most: Int) async throws {
        let brush = Brush { _ in
            isSingle ? Self.unwell() : .unauthorized(model: "scripted/brush", status: 401, message: "no")
        }
        await #expect(throws: ChatError.self) { try await sampling(brush).fill(ledger) }
        #expect(brush.calls.withLock { $0 } <= most && ledger.samples().isEmpty)
    }

    @Test("When it is to stop it begins nothing more")
    func stops() async throws {
        let brush = Brush { _ in nil }
        try await sampling(brush).fill(ledger, isOver: { brush.calls.withLock { $0 } >= 5 })
        let calls = brush.calls.withLock { $0 }
        #expect(calls >= 5 && calls < 20 && ledger.samples().allSatisfy(\.isDone))
    }
}
