import Foundations
import Records
import Storage

/// The tests that a run has handed out to workers, and what the store says of their ends.
///
/// Whoever worked on a test, also in this process, the book of rounds learns of it here alone.
actor HandedOutTests {
    private let context: RunContext
    private let work: any WorkStore
    private let clock = ContinuousClock()
    private let bell = Bell()
    private let written = Bell()
    /// Tests that are to be handed out.
    private var queue: [PendingTest] = []
    private var waiting: [Int: TestCase] = [:]

    init(_ context: RunContext, work: any WorkStore) {
        self.context = context
        self.work = work
    }

    /// Takes tests that are to be recorded and handed out: soon, and together with others.
    func handOut(_ tests: [PendingTest]) async {
        queue += tests
        await written.ring()
    }

    /// Hands out what is there, until cancelled.
    nonisolated func deliver() async throws {
        while !Task.isCancelled {
            try await flush()
            await written.wait(atMost: .seconds(1))
        }
    }

    /// Records prompts and gives their tests to whoever takes them; records failures of tests without one.
    func flush() async throws {
        let tests = queue
        queue = []
        guard !tests.isEmpty else { return }
        var steps: [Step] = []
        for test in tests {
            if let failure = test.failure {
                steps.append(.failed(ordinal: test.record.plan.ordinal, failure))
            } else if test.isNew, let testCase = test.record.testCase {
                steps.append(.generated(testCase, milliseconds: test.record.timings.generateMS ?? 0))
            }
        }
        if !steps.isEmpty { try await context.store.record(steps, in: context.run.id) }
        var ready: [Int] = []
        for test in tests {
            if let failure = test.failure {
                context.progress.failed()
                await context.book.failed(test.record.plan, failure)
            } else if let testCase = test.record.testCase {
                if test.isNew {
                    context.progress.generated()
                    await context.book.generated(testCase)
                }
                waiting[testCase.plan.ordinal] = testCase
                ready.append(testCase.plan.ordinal)
            } else {
                await context.book.abandon()
            }
        }
        try await work.handOut(ready, in: context.run.id)
    }

    /// Looks for news at once.
    nonisolated func look() async { await bell.ring() }

    /// Looks for news until cancelled: when told to, and from time to time. The more tests there are to look for, the longer
    /// between.
    nonisolated func watch() async throws {
        while !Task.isCancelled {
            let start = clock.now
            try await update()
            let took = clock.now - start
            try? await Task.sleep(for: min(max(took * 4, .milliseconds(5)), .milliseconds(250)))
            await bell.wait(atMost: min(max(took * 20, .milliseconds(100)), .seconds(1)))
        }
    }

    /// Tells the book of the tests that have ended.
    func update() async throws {
        guard !waiting.isEmpty else { return }
        let ends = try await work.ends(of: waiting.keys.sorted(), in: context.run.id)
        for (ordinal, end) in ends.sorted(by: { $0.key < $1.key }) {
            // Two looks may be under way at once.
            guard let testCase = waiting.removeValue(forKey: ordinal) else { continue }
            switch end {
            case .judged(let verdict):
                context.progress.judged(verdict)
                await context.book.judged(testCase.plan, verdict, prompt: testCase.prompt)
            case .failed(let failure):
                context.progress.failed()
                await context.book.failed(testCase.plan, failure)
            }
        }
    }
}
