import Records
import Storage

/// How a run is shared with workers.
package struct RunSharing: Sendable {
    let store: any SharedStore
    let pulse: RunPulse
    /// Works beside the planning; nil for a process that plans alone.
    let assistant: WorkerEngine?

    /// - Parameters:
    ///   - store: the store of the process that plans
    ///   - pulse: says how the process is
    ///   - assistant: works beside the planning; nil for a process that plans alone
    package init(store: any SharedStore, pulse: RunPulse, assistant: WorkerEngine?) {
        self.store = store
        self.pulse = pulse
        self.assistant = assistant
    }
}

/// The rounds of a run whose tests are handed out: it plans them and writes prompts, and learns from the store how the tests end.
struct SharedRounds: Sendable {
    let context: RunContext
    let sharing: RunSharing
    let writer: PromptWriter

    /// Does the remaining rounds. Returns the reason when they ended before the budget was spent.
    func execute(_ first: RoundPlanner) async throws -> String? {
        let handedOut = HandedOutTests(context, work: sharing.store)
        let subscription = try await sharing.store.listen(for: [.orders, .idleness]) { news in
            Task { await news == .orders ? sharing.pulse.quicken() : handedOut.look() }
        }
        defer { withExtendedLifetime(subscription) {} }
        try await sharing.pulse.beat()
        let enough = await withTaskGroup(of: Void.self) { group in
            let others: [@Sendable () async throws -> Void] = [
                { try await handedOut.watch() },
                { try await handedOut.deliver() },
                { try await sharing.pulse.run() },
                {
                    await context.stop.untilRaised()
                    // Who waits for the end of a round waits for tests that may be left undone.
                    if context.stop.isRaised { await context.book.abandon() }
                },
            ]
            for other in others { group.addTask { await raising(other) } }
            let enough = await withTaskGroup(of: Void.self) { group in
                if let assistant = sharing.assistant {
                    group.addTask { await raising { try await assistant.assist { await handedOut.look() } } }
                }
                let enough = await rounds(first, handedOut)
                // Kept even when the run is to stop: prompts may have been paid for.
                await raising { try await handedOut.flush() }
                // What is in flight when the run is to stop is finished; otherwise nothing is.
                if !context.stop.isRaised { group.cancelAll() }
                return enough
            }
            group.cancelAll()
            return enough
        }
        try await handedOut.update()
        try await sharing.pulse.beat(isLast: true)
        return enough
    }

    private func rounds(_ first: RoundPlanner, _ handedOut: HandedOutTests) async -> String? {
        var planner = first
        do {
            for round in 0... {
                guard !context.stop.isRaised else { break }
                switch try await planner.next(round) {
                case .none(let enough):
                    _ = await context.book.verdicts(upTo: round - 1)
                    return enough
                case .tests(let records):
                    try await writer.complete(records) { await handedOut.handOut($0) }
                }
            }
        } catch {
            await context.stop.raise(for: error)
            await context.book.abandon()
        }
        return nil
    }

    /// Runs `body`; its fault stops the run.
    private func raising(_ body: () async throws -> Void) async {
        do {
            try await body()
        } catch is CancellationError {
        } catch {
            await context.stop.raise(for: error)
            await context.book.abandon()
        }
    }
}
