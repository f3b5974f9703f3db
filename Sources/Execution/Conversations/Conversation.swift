import ChatModels
import Environments
import Records

/// Leads one test's conversation: asks the user's side for a message, the target for replies, and the tools for results.
///
/// Every reply is handed to ``Keep`` before anything more is sent. A conversation goes on from the turns that were
/// kept: the session's calls are made again, and the target is asked for nothing that it has said.
package struct Conversation: Sendable {
    /// Asks the target; nil when the run is to stop.
    package typealias Ask = @Sendable (ChatRequest) async throws -> TargetReply?
    /// Keeps a reply; durable when it returns.
    package typealias Keep = @Sendable (TurnReply, ReplyPlace) async throws -> Void

    let side: any UserSide
    let session: (any ToolSession)?
    private let opening: [ChatRequest.Message]
    private let options: ChatOptions
    let limits: ConversationLimits
    private let desk: (any AgentDesk)?
    /// The prompt of the single prompts beside the conversation; nil for no control.
    private let control: String?
    private let label: String

    /// A conversation.
    ///
    /// - Parameters:
    ///   - side: writes the user's messages
    ///   - session: the tools, as they are before the first call; nil for none
    ///   - desk: where an agent from outside finds the tools; nil for a target that calls them in its replies alone
    ///   - systemPrompt: instructions before the first message; nil for none
    ///   - options: how the target is asked to respond
    ///   - limits: bounds
    ///   - control: the prompt of the control, as many single prompts as the conversation has turns; nil for no control
    ///   - label: names the test in the log
    package init(
        side: any UserSide, session: (any ToolSession)? = nil, desk: (any AgentDesk)? = nil,
        systemPrompt: String? = nil,
        options: ChatOptions = ChatOptions(), limits: ConversationLimits = ConversationLimits(),
        control: String? = nil, label: String
    ) {
        self.side = side
        self.session = session
        self.desk = desk
        opening = systemPrompt.map { [.init(.system, $0)] } ?? []
        self.options = options
        self.limits = limits
        self.control = control
        self.label = label
    }

    /// Leads the conversation to its end.
    ///
    /// - Parameters:
    ///   - earlier: the turns that were kept before
    ///   - ask: asks the target
    ///   - keep: keeps a reply
    /// - Returns: all turns; nil when the run is to stop before the end
    /// - Throws: ``UserSideFault``, ``ChatError``, or what `ask` and `keep` throw.
    package func finish(_ earlier: [Turn], ask: Ask, keep: Keep) async throws -> [Turn]? {
        let targetSessions = TargetSessions()
        do {
            let turns = try await finish(
                State(turns: earlier, session: session, targetSessions: targetSessions), ask, keep)
            await targetSessions.end()
            return turns
        } catch {
            await targetSessions.end()
            throw error
        }
    }

    private func finish(_ state: State, _ ask: Ask, _ keep: Keep) async throws -> [Turn]? {
        var state = state
        guard try await talk(&state, ask, keep), try await checkAgainst(&state, ask, keep) else { return nil }
        return state.turns
    }

    /// The turns so far, and the tools as they stand after the calls of the conversation.
    struct State {
        var turns: [Turn]
        var session: (any ToolSession)?
        /// What the target keeps open.
        let targetSessions: TargetSessions

        init(turns: [Turn], session: (any ToolSession)?, targetSessions: TargetSessions) {
            self.turns = turns
            self.targetSessions = targetSessions
            self.session = session
            for call in turns.conversation.flatMap(\.trace) { _ = self.session?.call(call.call) }
        }
    }

    private func talk(_ state: inout State, _ ask: Ask, _ keep: Keep) async throws -> Bool {
        if state.turns.contains(where: { $0.purpose == .control }) { return true }
        if side.branches > 1 { return try await search(&state, ask, keep) }
        while true {
            let conversation = state.turns.conversation
            if let last = conversation.last, !isOver(last, in: conversation) {
                guard try await complete(&state, after: conversation.dropLast(), ask, keep) else { return false }
                continue
            }
            guard conversation.count < limits.turns, conversation.callCount < limits.calls else { return true }
            guard let message = try await side.next(after: conversation, variant: 0) else { return true }
            state.turns.append(Turn(message))
        }
    }

    private func isOver(_ turn: Turn, in conversation: [Turn]) -> Bool {
        turn.isOver || conversation.callCount >= limits.calls
    }

    /// Asks for replies until the last turn, which goes on from others, is over.
    func complete(
        _ state: inout State, after before: [Turn], _ ask: Ask, _ keep: Keep
    ) async throws -> Bool {
        let history = side.history(of: before)
        while let turn = state.turns.last, !turn.isOver {
            let made = before.callCount + turn.trace.count
            guard made < limits.calls else { return true }
            var request = ChatRequest(
                messages: opening + (history + [turn]).flatMap(\.messages), options: options, label: label,
                sample: state.turns.count { $0.purpose != .conversation })
            request.tools = state.session?.tools ?? []
            request.targetSessions = state.targetSessions
            guard let (reply, work) = try await asked(request, after: before + [turn], &state, ask) else {
                return false
            }
            let room = max(0, limits.calls - made - work.calls.count)
            let calls =
                work.calls
                + reply.calls.prefix(room).map { call in
                    let call = call.bounded
                    return TracedCall(
                        call,
                        state.session?.call(call) ?? ToolResult("there is no tool '\(call.name)'", isError: true))
                }
            let kept = TurnReply(
                reply.response, calls: calls, refusedCalls: work.refusedCalls + max(0, reply.calls.count - room),
                oversizedMessages: work.oversizedMessages, milliseconds: reply.milliseconds)
            try await keep(kept, place(of: turn, in: state.turns))
            state.turns[state.turns.count - 1].append(kept)
        }
        return true
    }

    /// Asks the target. An agent from outside that breaks off after it has called tools has replied with nothing: it is
    /// judged by what it did.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest, by executor: Executor) async throws -> TargetReply {
        let start = ContinuousClock.now
        do {
            return try await executor.reply(to: request)
        } catch let error as ChatError where !error.isFatal {
            guard let desk, let session = request.session, await desk.isUsed(session.name) else { throw error }
            return TargetReply(
                response: Response(text: ""), calls: [], milliseconds: start.duration(to: .now).milliseconds)
        }
    }

    /// The target's reply, and what it did at the desk meanwhile; nil when the run is to stop.
    private func asked(
        _ request: ChatRequest, after shared: [Turn], _ state: inout State, _ ask: Ask
    ) async throws -> (reply: TargetReply, work: AgentWork)? {
        guard let desk else { return try await ask(request).map { ($0, AgentWork()) } }
        // The turns of a conversation are one session for an agent that remembers; what is tried beside them is another.
        let name = shared.last?.purpose == .conversation ? label : "\(label), turn \(state.turns.count)"
        let session = await desk.open(name, after: shared.flatMap(\.trace).map(\.call))
        var request = request
        request.session = session
        let reply: TargetReply?
        do {
            reply = try await ask(request)
        } catch {
            _ = await desk.close(session.name)
            throw error
        }
        let work = await desk.close(session.name)
        for traced in work.calls { _ = state.session?.call(traced.call) }
        return reply.map { ($0, work) }
    }

    func place(of turn: Turn, in turns: [Turn]) -> ReplyPlace {
        ReplyPlace(
            turn: turns.count - 1, reply: turn.replies.count, purpose: turn.purpose, user: turn.user,
            parent: turn.parent)
    }
}

extension Conversation {
    /// Sends the control's single prompts, one for each turn of the conversation.
    private func checkAgainst(_ state: inout State, _ ask: Ask, _ keep: Keep) async throws -> Bool {
        guard let control else { return true }
        let count = state.turns.conversation.count
        while true {
            let controls = state.turns.filter { $0.purpose == .control }
            if controls.last.map({ !isOver($0, in: [$0]) }) != true {
                guard controls.count < count else { return true }
                state.turns.append(Turn(control, purpose: .control))
            }
            state.session = session
            for call in state.turns.last?.trace ?? [] { _ = state.session?.call(call.call) }
            guard try await complete(&state, after: [], ask, keep) else { return false }
        }
    }
}

extension Turn {
    /// The messages of the turn as a provider is sent them. A reply without text, which no provider takes, is a mark.
    fileprivate var messages: [ChatRequest.Message] {
        [ChatRequest.Message(.user, user)]
            + replies.flatMap { reply in
                let calls = reply.calls.filter { !$0.isByAgent }
                let text = reply.response.text.isEmpty && calls.isEmpty ? "…" : reply.response.text
                return [ChatRequest.Message(calling: calls.map(\.call), text)] + calls.map { ChatRequest.Message($0) }
            }
    }
}
