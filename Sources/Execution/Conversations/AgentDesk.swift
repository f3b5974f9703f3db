import ChatModels
import Environments
import Foundations
import Records

/// Where an agent from outside finds a session's tools while it works on a reply.
package protocol AgentDesk: Sendable {
    /// Opens a session in which these calls have been made.
    ///
    /// - Parameter name: the same for all that an agent is to take for one conversation
    /// - Returns: the name that the agent is told, and the address
    func open(_ name: String, after calls: [ToolCall]) async -> ChatRequest.Session
    /// Whether the agent has made calls in a session that is open, by the name that it was told.
    func isUsed(_ name: String) async -> Bool
    /// Ends a session, by the name that it was told.
    ///
    /// - Returns: what the agent did in it
    func close(_ name: String) async -> AgentWork
}

/// What an agent from outside did while it worked on a reply.
package struct AgentWork: Sendable {
    /// The calls that were carried out.
    package var calls: [TracedCall] = []
    /// Calls that the bound refused.
    package var refusedCalls = 0
    /// Messages that were too large to be read.
    package var oversizedMessages = 0

    package init() {}
}

/// Serves scenarios to agents from outside while a run lasts.
package final class OutsideAgents: Sendable {
    private enum State: Sendable {
        case starting
        case ready(String)
        case failed(any Error)
    }

    private let registry: SessionRegistry
    private let server: MCPServer
    private let state = Locked(State.starting)
    private let latch = Latch()

    /// - Parameter calls: most calls of a session
    package init(calls: Int) {
        registry = SessionRegistry(limits: SessionRegistry.Limits(calls: calls))
        server = MCPServer(registry)
    }

    /// Serves until the task is cancelled.
    package func run() async {
        do {
            try await server.run { [state, latch] address in
                state.withLock { $0 = .ready(address) }
                latch.open()
            }
        } catch {
            state.withLock { $0 = .failed(error) }
            latch.open()
        }
    }

    /// Waits until connections are taken.
    ///
    /// - Throws: ``ServerError`` when the server can't be started.
    package func waitUntilReady() async throws {
        await latch.wait()
        if case .failed(let error) = state.withLock({ $0 }) { throw error }
    }

    /// How many calls came when no reply was waited for, by the label of the conversation; each is told once.
    package func takeLateCalls() async -> [String: Int] { await registry.takeLateCalls() }

    /// The desk of one conversation.
    ///
    /// - Parameter label: names the conversation
    package func desk(for session: EnvironmentSession, label: String) -> any AgentDesk {
        ScenarioDesk(session: session, label: label, registry: registry) { [state, server] name in
            guard case .ready(let address) = state.withLock({ $0 }) else { return "" }
            return server.address(of: name, at: address)
        }
    }
}

/// Offers one scenario's tools to an agent from outside.
private struct ScenarioDesk: AgentDesk {
    let session: EnvironmentSession
    let label: String
    let registry: SessionRegistry
    /// Makes the names of sessions into ones that no agent can guess, and that do not say what they are for.
    let secret = MCPServer.newToken()
    let address: @Sendable (_ session: String) -> String

    func open(_ name: String, after calls: [ToolCall]) async -> ChatRequest.Session {
        var session = session
        for call in calls { _ = session.call(call) }
        let name = String(SHA256.hex(of: Array("\(secret) \(name)".utf8)).prefix(32))
        await registry.open(name, session, spent: calls.count, owner: label)
        return ChatRequest.Session(name: name, address: address(name))
    }

    func isUsed(_ name: String) async -> Bool { (await registry.record(of: name)?.calls ?? 0) > 0 }

    func close(_ name: String) async -> AgentWork {
        var work = AgentWork()
        guard let record = await registry.take(name) else { return work }
        work.calls = record.session.trace.suffix(record.calls).map { TracedCall($0.call, $0.result, isByAgent: true) }
        work.refusedCalls = record.refusedCalls
        work.oversizedMessages = record.oversizedMessages
        return work
    }
}
