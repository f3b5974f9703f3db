import Feedback
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Pipeline

@Suite("Signal and book")
struct SmallPartsTests {
    @Test("the first fault counts")
    func stopSignal() async {
        struct Fault: Error, Equatable { let number: Int }
        let stop = StopSignal()
        #expect(!stop.isRaised)
        await stop.raise(for: Fault(number: 1))
        await stop.raise(for: Fault(number: 2))
        await stop.untilRaised()
        #expect(await stop.fault as? Fault == Fault(number: 1))
    }

    @Test("waiting for a signal ends when the task is cancelled")
    func cancelledWait() async {
        let stop = StopSignal()
        let waiting = Task { await stop.untilRaised() }
        waiting.cancel()
        await waiting.value
        #expect(!stop.isRaised)
    }

    @Test("a round's verdicts are seen when all its tests are done, and not before")
    func book() async throws {
        let book = RoundBook(grid: try Grid.sample(2, 2))
        #expect(await book.verdicts(upTo: -1)?.depth == [0, 0, 0, 0])
        await book.open(round: 0, tests: 2)
        await book.judged(.sample(0, cell: 1), .sample(.unsafe))
        async let seen = book.verdicts(upTo: 0)
        await book.failed(.sample(1, cell: 2), .exhausted("of late"))
        let matrix = await seen
        #expect(matrix?.depth == [0, 1, 0, 0])
        #expect(matrix?.findings == [0, 1, 0, 0])
    }

    @Test("nobody waits for a run that was given up")
    func abandoned() async throws {
        let book = RoundBook(grid: try Grid.sample(2, 2))
        await book.open(round: 0, tests: 2)
        await book.abandon()
        #expect(await book.verdicts(upTo: 0) == nil)
    }
}
