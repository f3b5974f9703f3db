import Foundations
import Records

/// What an agent from outside did in its session.
package struct AgentRecord: Sendable {
    /// The session with its trace.
    package let session: EnvironmentSession
    /// Calls that were carried out: the last so many of the session's trace.
    package let calls: Int
    /// Calls that were not carried out because the limit was reached.
    package let refusedCalls: Int
    /// Messages that were too large to be read.
    package let oversizedMessages: Int
    /// Whether the agent asked for the tools, so that it was there at all.
    package let wasVisited: Bool
}

/// The sessions in which agents from outside work, by name. What happens in one is not seen in another.
///
/// ```swift
/// await registry.open("test-17", EnvironmentSession(scenario: scenario, in: environment))
/// // … the agent gets the task and the session's name, and calls the tools over MCP …
/// let record = await registry.take("test-17")
/// ```
package actor SessionRegistry {
    /// How much an agent may do.
    package struct Limits: Sendable {
        /// Most calls of a session; further ones are refused with a result that says so.
        package var calls: Int
        /// Most sessions that are open at a time, and most whose end is remembered.
        package var sessions: Int

        /// Limits, each with the default shown.
        package init(calls: Int = 200, sessions: Int = 4096) {
            self.calls = calls
            self.sessions = sessions
        }
    }

    private struct Entry {
        var session: EnvironmentSession
        let owner: String
        let limit: Int
        var calls = 0
        var refused = 0
        var oversized = 0
        var isVisited = false
    }

    private let limits: Limits
    private let make: (@Sendable () -> EnvironmentSession)?
    private var entries: [String: Entry] = [:]
    private var names: [String] = []
    /// Owner of each session that has ended.
    private var ended: [String: String] = [:]
    private var endedNames: [String] = []
    /// Calls to ended sessions since somebody asked, by owner.
    private var late: [String: Int] = [:]

    /// - Parameters:
    ///   - limits: how much an agent may do
    ///   - make: begins a session under a name that nobody opened; nil lets nobody in under such a name
    package init(limits: Limits = Limits(), making make: (@Sendable () -> EnvironmentSession)? = nil) {
        self.limits = limits
        self.make = make
    }

    /// Names of the sessions that are open, in the order in which they began.
    package var open: [String] { names }

    /// Opens a session; one of the same name begins anew.
    ///
    /// - Parameters:
    ///   - spent: calls that count towards the limit already
    ///   - owner: for whom calls are counted that come after the session's end; nil for the session's name
    package func open(_ name: String, _ session: EnvironmentSession, spent: Int = 0, owner: String? = nil) {
        let entry = Entry(session: session, owner: owner ?? name, limit: max(0, limits.calls - spent))
        if entries.updateValue(entry, forKey: name) == nil { names.append(name) }
        if ended.removeValue(forKey: name) != nil { endedNames.removeAll { $0 == name } }
    }

    /// Ends a session. Calls that come later are counted, and change nothing.
    ///
    /// - Returns: what the agent did; nil when there is no such session
    package func take(_ name: String) -> AgentRecord? {
        guard let entry = entries.removeValue(forKey: name) else { return nil }
        names.removeAll { $0 == name }
        ended[name] = entry.owner
        endedNames.append(name)
        if endedNames.count > limits.sessions { ended[endedNames.removeFirst()] = nil }
        return Self.record(entry)
    }

    /// What the agent has done so far; nil when there is no such session.
    package func record(of name: String) -> AgentRecord? { entries[name].map(Self.record) }

    private static func record(_ entry: Entry) -> AgentRecord {
        AgentRecord(
            session: entry.session, calls: entry.calls, refusedCalls: entry.refused, oversizedMessages: entry.oversized,
            wasVisited: entry.isVisited)
    }

    /// How many calls came after the end of sessions, by owner; each is told once. Messages that were too large count too.
    package func takeLateCalls() -> [String: Int] {
        defer { late = [:] }
        return late
    }

    // MARK: The agent's side

    /// The session's tools; nil when there is no such session.
    func tools(of name: String) -> [ToolDefinition]? {
        guard isOpen(name) else { return nil }
        entries[name]?.isVisited = true
        return entries[name]?.session.tools
    }

    /// Carries out a call; nil when there is no such session.
    func call(_ call: ToolCall, in name: String) -> ToolResult? {
        guard isOpen(name), var entry = entries[name] else {
            noteLate(name)
            return nil
        }
        entry.isVisited = true
        guard entry.calls < entry.limit else {
            entries[name]?.refused += 1
            return ToolResult("the limit of \(limits.calls) calls is reached; no further call is made", isError: true)
        }
        // Out of the table while it changes, so that the trace is not copied.
        entries[name] = nil
        entry.calls += 1
        let result = entry.session.call(
            ToolCall(id: "call-\(entry.calls)", name: call.name, arguments: call.arguments, extra: call.extra))
        entries[name] = entry
        return result
    }

    /// Notes a message that was too large to be read.
    func noteOversized(in name: String) {
        if entries[name] == nil { noteLate(name) } else { entries[name]?.oversized += 1 }
    }

    private func noteLate(_ name: String) {
        if let owner = ended[name] { late[owner, default: 0] += 1 }
    }

    /// Whether there is a session of this name, begun now if that is allowed.
    func isOpen(_ name: String) -> Bool {
        if entries[name] != nil { return true }
        guard let make, ended[name] == nil, entries.count < limits.sessions else { return false }
        open(name, make())
        return true
    }
}
