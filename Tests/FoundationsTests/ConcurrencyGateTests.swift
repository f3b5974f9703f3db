import Foundations
import Testing

@Suite("Gate")
struct ConcurrencyGateTests {
    @Test("a waiter that is cancelled leaves, and the place goes to the next")
    func gate() async throws {
        let gate = ConcurrencyGate(limit: 1)
        let (opened, open) = AsyncStream.makeStream(of: Void.self)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        async let holder: Void = gate.pass {
            enter.finish()
            for await _ in opened {}
        }
        for await _ in entered {}
        let cancelled = Task { try await gate.pass {} }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        open.finish()
        try await holder
        #expect(try await gate.pass { 7 } == 7)
    }

    @Test("an error inside gives the place back")
    func gateError() async throws {
        let gate = ConcurrencyGate(limit: 1)
        await #expect(throws: CancellationError.self) { try await gate.pass { throw CancellationError() } }
        #expect(try await gate.pass { 7 } == 7)
    }
}
