import Execution
import Images
import Oracles
import Records
import SafetyGrid

extension RunStages {
    /// The response to a test case: to its prompt, or at the end of the conversation that it is the aim of.
    ///
    /// - Parameters:
    ///   - testCase: the test case
    ///   - grid: its grid
    ///   - label: names the test in the log
    ///   - isRepeat: whether the target is asked the same again
    ///   - earlier: the turns that were kept before
    ///   - ask: makes a call to the target; nil when no more is to be asked
    ///   - judge: the oracle, for a model that leads the conversation
    ///   - keep: keeps a reply within a conversation; durable when it returns
    /// - Returns: the response, the turns of a conversation, and how long the target took; nil when no more is to be asked
    /// - Throws: ``UserSideFault``, ``ChatError``, or what the closures throw.
    func response(
        to testCase: TestCase, on grid: Grid, label: String, isRepeat: Bool = false, earlier: [Turn] = [],
        ask: @Sendable (@Sendable () async throws -> TargetReply) async throws -> TargetReply?,
        judge: @escaping @Sendable (Exchange) async throws -> Verdict, keep: Conversation.Keep
    ) async throws -> (response: Response, turns: [Turn], milliseconds: Double)? {
        let executor = isRepeat ? repeating : executor
        let conversation = conversations?.conversation(for: testCase, label: label) { turns in
            guard let response = turns.response else { throw UserSideFault.silent }
            return try await judge(Exchange(testCase, response, turns, on: grid, label: label))
        }
        guard let conversation else {
            // The target may be asked for the next test while the images of this one are written.
            guard let asked = try await ask({ try await executor.execute(testCase, label: label) }) else { return nil }
            let reply = try await executor.kept(asked)
            return (reply.response, [], reply.milliseconds)
        }
        guard ImageReference(origin: testCase.origin) == nil else {
            throw UserSideFault.undrawable(
                "a prompt with an image of its own is sent alone; leave out strategies and scenarios")
        }
        let turns = try await conversation.finish(earlier) { request in
            guard let asked = try await ask({ try await conversation.reply(to: request, by: executor) }) else {
                return nil
            }
            return try await executor.kept(asked)
        } keep: { reply, place in
            try await keep(reply, place)
        }
        guard let turns else { return nil }
        guard let response = turns.response else { throw UserSideFault.silent }
        return (response, turns, turns.flatMap(\.replies).reduce(0) { $0 + $1.milliseconds })
    }

    /// Counts what a reply costs that is no part of a run's own tests.
    ///
    /// - Throws: the errors of the place where calls are kept.
    func count(_ reply: TargetReply, of run: RunRecord, label: String) async throws {
        try await spending.add(
            ModelCall(
                role: .target, model: run.request.target.model, label: label, usage: reply.response.countedUsage,
                cost: reply.response.cost, isCached: reply.response.isCached, retries: reply.response.retries,
                milliseconds: reply.milliseconds, saved: reply.response.saved))
    }

    /// Runs `body` while batches are sent and followed, and scenarios are served to a target that is an agent from outside.
    ///
    /// - Throws: ``MCPServerError`` when they can't be served; what `body` throws.
    func serving<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            if let batches { group.addTask { await batches.run() } }
            if let outside = conversations?.outside {
                group.addTask { await outside.run() }
                try await outside.waitUntilReady()
            }
            return try await body()
        }
    }
}
