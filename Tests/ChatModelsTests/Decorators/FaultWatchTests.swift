import HTTPTransport
import Records
import Testing

@testable import ChatModels

@Suite("Whose fault a failure is")
struct FaultWatchTests {
    private static let rejected = ChatError.rejected(model: "m", status: 400, message: "no")
    private static let busy = ChatError.unavailable(model: "m", status: 503, message: "busy")
    private static let key = ChatError.unauthorized(model: "m", status: 401, message: "no")
    private static let refused = ChatError.unreachable(model: "m", message: "refused", isPromptFree: true)
    private static let broken = ChatError.unreachable(model: "m", message: "empty reply")

    /// A watch over `tests` pieces of work of which all have begun.
    private func watch(tests: Int, successes: Int = 0, seesAllWork: Bool = true) async -> FaultWatch {
        let watch = FaultWatch(successes: successes, seesAllWork: seesAllWork)
        for _ in 0..<tests { await watch.begin() }
        return watch
    }

    @Test("what no prompt can cause is everybody's when nothing went through before", arguments: [key, refused])
    func certain(error: ChatError) async {
        let watch = await watch(tests: 10)
        _ = await watch.started()
        let blame = await watch.blame(for: error, of: watch.started())
        guard case .all(.persistent(error, calls: 1, isFirst: true)) = blame else { return #expect(Bool(false)) }
    }

    @Test("a failure is its own once another call goes through", arguments: [rejected, busy, broken])
    func own(error: ChatError) async {
        let watch = await watch(tests: 3)
        let other = await watch.started()
        async let blame = watch.blame(for: error, of: watch.started())
        while await watch.heldCount == 0 { await Task.yield() }
        await watch.succeeded(other)
        #expect(await !blame.isAll)
    }

    @Test(
        "three failures before any success are everybody's, those held back too", arguments: [rejected, busy, broken])
    func firstThree(error: ChatError) async {
        let watch = await watch(tests: 9)
        #expect(await watch.fail(3, with: error).filter(\.isAll).count == 3)
    }

    @Test("rejections that come back before the responses under way decide nothing")
    func quickRejections() async {
        let watch = await watch(tests: 50, successes: 1_000)
        let slow = await watch.started()
        async let blames = watch.fail(20, with: Self.rejected)
        while await watch.heldCount < 20 { await Task.yield() }
        await watch.succeeded(slow)
        #expect(await blames.filter(\.isAll).isEmpty)
        // The same, but for the call under way that fails like the others.
        let alike = await watch.started()
        async let others = watch.fail(20, with: Self.rejected)
        while await watch.heldCount < 20 { await Task.yield() }
        async let last = watch.blame(for: Self.rejected, of: alike)
        #expect(await last.isAll)
        #expect(await others.filter(\.isAll).count == 20)
    }

    @Test(
        "after successes it takes five in a row, and more where many failed before",
        arguments: [(20, 0, 5), (20, 20, 7), (20, 180, 10)])
    func handful(successes: Int, failures: Int, expected: Int) async {
        let watch = await watch(tests: 1_000, successes: successes)
        // Failures that turn out to be their own.
        for _ in 0..<failures {
            let other = await watch.started()
            async let blame = watch.blame(for: Self.rejected, of: watch.started())
            while await watch.heldCount == 0 { await Task.yield() }
            await watch.succeeded(other)
            #expect(await !blame.isAll)
        }
        async let blames = watch.fail(expected - 1, with: Self.rejected)
        while await watch.heldCount < expected - 1 { await Task.yield() }
        #expect(await watch.blame(for: Self.rejected, of: watch.started()).isAll)
        #expect(await blames.filter(\.isAll).count == expected - 1)
    }

    @Test(
        "when nothing else is under way a failure is its own, unless nothing ever went through and all work is in view")
    func alone() async {
        for (successes, seesAllWork) in [(0, true), (0, false), (3, true)] {
            let watch = await watch(tests: 2, successes: successes, seesAllWork: seesAllWork)
            async let blame = watch.blame(for: Self.busy, of: watch.started())
            while await watch.heldCount == 0 { await Task.yield() }
            await watch.end()
            #expect(await blame.isAll == (successes == 0 && seesAllWork))
        }
    }

    @Test("quotas and waits are everybody's at once, whatever went through")
    func fatal() async {
        for error in [
            ChatError.quota(model: "m", status: 402, message: "x"), .wait(model: "m", until: 1, message: "x"),
        ] {
            let watch = await watch(tests: 5, successes: 50)
            guard case .all(error) = await watch.blame(for: error, of: watch.started()) else {
                return #expect(Bool(false))
            }
        }
    }

    @Test("a watched model throws what every call would meet as persistent, and what is one call's as it is")
    func watched() async throws {
        let mixed = WatchedModel(Scripted { $0.hasSuffix("3") ? Self.rejected : nil })
        let failures = await withTaskGroup(of: ChatError?.self) { group in
            for number in 0..<20 {
                group.addTask { await mixed.error(of: "\(number)") }
            }
            var errors: [ChatError] = []
            for await error in group { if let error { errors.append(error) } }
            return errors
        }
        #expect(failures.allSatisfy { $0 == Self.rejected || $0.isFatal })
        let closed = WatchedModel(Scripted { _ in Self.key })
        let error = await closed.error(of: "a")
        #expect(error == .persistent(Self.key, calls: 1, isFirst: true))
    }
}

private struct Scripted: ChatModel {
    let name = "scripted/m"
    let isSimulated = false
    let fault: @Sendable (String) -> ChatError?

    init(fault: @escaping @Sendable (String) -> ChatError?) { self.fault = fault }

    func reply(to request: ChatRequest) async throws -> ChatReply {
        if let error = fault(request.messages[0].content) { throw error }
        return ChatReply(text: "fine")
    }
}

extension WatchedModel {
    fileprivate func error(of text: String) async -> ChatError? {
        do {
            _ = try await reply(to: ChatRequest(messages: [.init(.user, text)]))
            return nil
        } catch {
            return error as? ChatError
        }
    }
}

extension FaultWatch {
    /// Has calls fail side by side, and waits for all blames.
    fileprivate func fail(_ count: Int, with error: ChatError) async -> [Blame] {
        await withTaskGroup(of: Blame.self) { group in
            for _ in 0..<count { group.addTask { await self.blame(for: error, of: self.started()) } }
            var blames: [Blame] = []
            for await blame in group { blames.append(blame) }
            return blames
        }
    }
}

extension Blame {
    fileprivate var isAll: Bool { if case .all = self { true } else { false } }
}
