import Testing

@testable import Foundations

@Suite("work at the same time")
struct ConcurrentlyTests {
    private struct Broken: Error {}

    @Test("results keep the order of their elements", arguments: [1, 2, 7, 100, 1000])
    func order(limit: Int) async throws {
        let numbers = Array(0..<100)
        let squares = try await numbers.concurrentMap(limit: limit) { number in
            for _ in 0..<(number % 3) { await Task.yield() }
            return number * number
        }
        #expect(squares == numbers.map { $0 * $0 })
        #expect(try await [Int]().concurrentMap(limit: limit) { $0 }.isEmpty)
    }

    @Test("never more at a time than allowed, and the next is asked for when a place is free", arguments: [1, 3, 8])
    func limit(limit: Int) async throws {
        let open = Locked((now: 0, most: 0))
        var asked = 0
        var taken: [Int] = []
        try await concurrently(limit: limit) {
            #expect(asked - taken.count < limit)
            defer { asked += 1 }
            return asked < 40 ? asked : nil
        } _: { number in
            open.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            for _ in 0..<5 { await Task.yield() }
            open.withLock { $0.now -= 1 }
            return number
        } take: { number in
            taken.append(number)
        }
        #expect(taken.sorted() == Array(0..<40))
        #expect(open.withLock { $0.most } <= limit)
    }

    @Test("no element, no work")
    func nothing() async throws {
        try await concurrently(limit: 3) {
            nil as Int?
        } _: { number in
            number
        } take: { _ in
            Issue.record("nothing to take")
        }
    }

    @Test("the first error ends it, and what is under way is cancelled", .timeLimit(.minutes(1)))
    func errors() async {
        await #expect(throws: Broken.self) {
            try await Array(0..<10).concurrentMap(limit: 4) { number in
                if number == 2 { throw Broken() }
                // Ends by cancellation alone.
                try await Task.sleep(for: .seconds(3600))
            }
        }
    }

    @Test(
        "a collection is cut in parts of nearly one size",
        arguments: [(0, 3), (1, 3), (10, 3), (10, 10), (10, 1), (3, 10), (5, 0)])
    func split(count: Int, parts: Int) {
        let pieces = Array(0..<count).split(into: parts)
        #expect(pieces.flatMap(\.self) == Array(0..<count))
        #expect(pieces.count <= max(parts, 1) && pieces.allSatisfy { !$0.isEmpty })
    }
}

@Suite("tickets and latches")
struct TicketTests {
    @Test("a call before or after the task waits is heard once")
    func called() async throws {
        let early = Ticket()
        #expect(early.call())
        try await early.wait()
        let late = Ticket()
        async let waiting: Void = late.wait()
        #expect(late.call())
        try await waiting
    }

    @Test("a cancelled task throws, and no call is heard after", .timeLimit(.minutes(1)))
    func cancelled() async {
        let ticket = Ticket()
        let task = Task { try await ticket.wait() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!ticket.call())
    }

    @Test("a call and a cancellation at once: either the call is heard and the task goes on, or neither")
    func race() async {
        for _ in 0..<2_000 {
            let ticket = Ticket()
            let task = Task { try await ticket.wait() }
            async let cancelling: Void = { task.cancel() }()
            let isHeard = ticket.call()
            await cancelling
            let result = await task.result
            switch result {
            case .success: #expect(isHeard)
            case .failure: #expect(!isHeard)
            }
        }
    }

    @Test("a latch lets all go on, also those who come later, and cancelling one holds back no other")
    func latch() async {
        let latch = Latch()
        let tasks = (0..<20).map { _ in Task { await latch.wait() } }
        tasks[3].cancel()
        await tasks[3].value
        #expect(!latch.isOpen)
        latch.open()
        for task in tasks { await task.value }
        await latch.wait()
        #expect(latch.isOpen)
    }
}
