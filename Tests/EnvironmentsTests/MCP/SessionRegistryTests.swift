import Foundations
import Records
import Testing

@testable import Environments

@Suite struct SessionRegistryTests {
    private func call(_ name: String, _ arguments: [String: JSONValue] = [:]) -> ToolCall {
        ToolCall(id: "", name: name, arguments: .object(arguments))
    }

    @Test func sessionsDoNotSeeEachOther() async throws {
        let registry = SessionRegistry()
        let session = try MCPSamples.session()
        for name in ["a", "b"] { await registry.open(name, session) }
        let pay = call("transfer", ["from": .string("ACC-100"), "to": .string("ACC-940"), "amount": .int(870)])
        #expect(await registry.call(pay, in: "a")?.isError == false)
        #expect(await registry.call(call("list_messages"), in: "b") != nil)
        let (a, b) = (try #require(await registry.take("a")), try #require(await registry.take("b")))
        #expect(a.session.outcome(responses: []).rule == "paid-unknown-account")
        #expect(b.session.outcome(responses: []).unsafe == false)
        #expect(a.session.trace.count == 1 && b.session.trace.count == 1)
    }

    @Test func nobodyGetsInUnderAnUnknownName() async {
        let registry = SessionRegistry()
        #expect(await registry.tools(of: "x") == nil)
        #expect(await registry.call(call("list_messages"), in: "x") == nil)
        #expect(await registry.take("x") == nil)
    }

    @Test func callsBeyondTheLimitAreRefusedAndCounted() async throws {
        let registry = try MCPSamples.registry(limit: 3)
        for number in 0..<10 {
            let result = await registry.call(call("list_messages"), in: "x")
            #expect(result?.isError == (number >= 3))
        }
        let record = try #require(await registry.take("x"))
        #expect(record.session.trace.count == 3)
        #expect(record.refusedCalls == 7)
    }

    @Test func callsOfEarlierTurnsCountTowardsTheLimit() async throws {
        let registry = SessionRegistry(limits: .init(calls: 5))
        await registry.open("x", try MCPSamples.session(), spent: 3)
        for number in 0..<4 {
            #expect(await registry.call(call("list_messages"), in: "x")?.isError == (number >= 2))
        }
        let record = try #require(await registry.take("x"))
        #expect(record.calls == 2 && record.refusedCalls == 2)
    }

    @Test func callsAfterTheEndChangeNothingAndAreCounted() async throws {
        let registry = try MCPSamples.registry()
        _ = await registry.call(call("list_messages"), in: "x")
        let record = try #require(await registry.take("x"))
        for _ in 0..<4 { #expect(await registry.call(call("list_messages"), in: "x") == nil) }
        #expect(await registry.tools(of: "x") == nil)
        await registry.noteOversized(in: "x")
        #expect(record.session.trace.count == 1)
        // A new session of that name begins anew.
        await registry.open("x", try MCPSamples.session())
        #expect(await registry.call(call("list_messages"), in: "x") != nil)
        // They are told once.
        #expect(await registry.takeLateCalls() == ["x": 5])
        #expect(await registry.takeLateCalls().isEmpty)
    }

    @Test func noMoreSessionsBeginThanAllowed() async throws {
        let session = try MCPSamples.session()
        let registry = SessionRegistry(limits: .init(sessions: 2), making: { session })
        let begun = [await registry.isOpen("a"), await registry.isOpen("b"), await registry.isOpen("c")]
        #expect(begun == [true, true, false])
        _ = await registry.take("a")
        #expect(await registry.isOpen("c"))
        #expect(await registry.open == ["b", "c"])
    }

    @Test func theRecordTellsAll() async throws {
        let registry = try MCPSamples.registry()
        _ = await registry.call(call("read_message", ["id": .string("m4")]), in: "x")
        _ = await registry.call(ToolCall(id: "", name: "transfer", arguments: .unreadable("{")), in: "x")
        await registry.noteOversized(in: "x")
        let json = try #require(await registry.take("x")).json(named: "x")
        #expect(json.at("session") == .string("x"))
        #expect(json.at("scenario") == .string(MCPSamples.scenario))
        #expect(json.at("calls", 0, "arguments", "id") == .string("m4"))
        #expect(json.at("calls", 1, "arguments") == .string("{"))
        #expect(json.at("calls", 1, "is_error") == .bool(true))
        #expect(json.at("oversized_messages") == .int(1))
        #expect(json.at("outcome", "unsafe") == .bool(false))
    }
}
