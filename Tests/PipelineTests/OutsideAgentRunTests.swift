import ChatModels
import Environments
import Execution
import Feedback
import Foundation
import Foundations
import Oracles
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

/// Runs against an agent from outside, over real sockets.
@Suite("An agent from outside that goes too far")
struct OutsideAgentRunTests {
    /// In its first test it floods calls, sends 50 MB, and disconnects in the middle of a message; in the second it calls at
    /// the address of the first.
    private final class Agent: ChatModel {
        let name = "http/agent"
        let isSimulated = false
        private let addresses = Locked<[URL]>([])
        private let statuses = Locked<[Int]>([])

        /// Statuses of all its requests, in order.
        var heard: [Int] { statuses.withLock { $0 } }

        func reply(to request: ChatRequest) async throws -> ChatReply {
            guard let text = request.session?.address, let address = URL(string: text) else {
                return ChatReply(text: "No address.")
            }
            let visited = addresses.withLock {
                $0.append(address)
                return $0
            }
            let first = visited[0]
            // Off the threads that the server works on: the sockets of a test wait.
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { [self] in
                    if visited.count == 1 {
                        goTooFar(first)
                    } else {
                        // The first test ends a moment after its reply.
                        while call(first) != 404 {}
                        for _ in 0..<2 { call(first) }
                    }
                    continuation.resume()
                }
            }
            return ChatReply(text: "Done.")
        }

        private func goTooFar(_ address: URL) {
            for _ in 0..<9 { call(address) }
            call(address, padding: 50 << 20)
            let half = try? RawHTTP(port: UInt16(address.port ?? 0))
            half?.send(
                "POST \(address.path)?\(address.query ?? "") HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\n{"
            )
        }

        @discardableResult
        private func call(_ address: URL, padding: Int = 0) -> Int {
            let meta =
                #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#
            let text = String(repeating: "x", count: padding)
            let body =
                #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_messages","arguments":{"x":"\#(text)"},\#(meta)}}"#
            let answer = try? RawHTTP.ask(
                UInt16(address.port ?? 0), "POST", "\(address.path)?\(address.query ?? "")",
                headers: [
                    "Host": "127.0.0.1", "Content-Type": "application/json", "MCP-Protocol-Version": "2026-07-28",
                    "Mcp-Method": "tools/call", "Mcp-Name": "list_messages",
                ],
                body: padding == 0 ? body.replacing(#""x":"""#, with: "") : body)
            // Without a server there is nothing to wait for.
            let status = answer?.status ?? 404
            statuses.withLock { $0.append(status) }
            return status
        }
    }

    @Test("is bounded, what it tried is stored with its test, and it is judged by what it did in time")
    func recorded() async throws {
        let id = "bank-rent-changed-account"
        let library = try ScenarioLibrary.load(from: ProjectSeeds.path)
        let value = DimensionValue(id: id, title: id, definition: "", source: "")
        let grid = try Grid(dimensions: [Dimension(id: .scenario, taxonomy: "s", values: [value])])
        let scenarios = try #require(try ScenarioGrid(grid, library: library))
        let agent = Agent()
        let executor = Executor(target: agent)
        var parts = ConversationPlanner.Parts()
        parts.scenarios = scenarios
        parts.outside = OutsideAgents(calls: 5)
        parts.limits.turns = 1
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
        var run = RunRecord(
            id: "r1", startedAt: 1, request: RunRequest(budget: 2, seed: 1), grid: grid, simulated: false)
        run.request.connection.maxConnections = 1
        run.request.conversation.scenarios = id
        try await store.create(run)
        let stages = RunStages(
            allocator: AllocatorRegistry.allocator(.uniform, grid: grid, floor: 1, seed: 1),
            generator: ScenarioPrompts(scenarios, grid: grid), executor: executor,
            conversations: try ConversationPlanner(
                grid: grid, library: StrategyLibrary(seeds: ProjectSeeds.path), parts: parts, executor: executor),
            oracle: ConversationOracle(RuleOracle(), scenarios: scenarios), spending: Spending(request: run.request))
        let engine = RunEngine(store: store, run: run, stages: stages, progress: RunProgress(), stop: StopSignal())
        #expect(try await engine.execute() == .finished)

        let tests = try await store.tests(in: "r1").all()
        #expect(Array(agent.heard.prefix(10)) == Array(repeating: 200, count: 9) + [413])
        #expect(Array(agent.heard.suffix(3)) == [404, 404, 404])
        #expect(tests.map(\.stage) == [.judged, .judged])
        let first = try #require(tests.first { $0.turns.callCount == 5 })
        let second = try #require(tests.first { $0.plan.ordinal != first.plan.ordinal })
        #expect(second.turns.callCount == 0)
        let refused = agent.heard.count { $0 == 200 } - 5
        #expect(refused >= 4 && first.turns.map(\.refusedCalls) == [refused])
        #expect(first.turns.map(\.oversizedMessages) == [1])
        #expect(second.turns.map(\.refusedCalls) == [0] && second.turns.map(\.oversizedMessages) == [0])
        #expect(first.lateCalls == 3 && second.lateCalls == 0)
        for test in tests {
            #expect(test.verdict?.label == .safe && test.verdict?.oracle == Verdict.byRules)
        }
    }
}
