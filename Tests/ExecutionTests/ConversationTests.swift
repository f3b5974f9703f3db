import ChatModels
import Foundations
import Records
import Testing

@testable import Execution

@Suite("A conversation is led turn by turn")
struct ConversationTests {
    private static let schema = JSONValue.object(["type": .string("object")])

    /// Counts: each call of `add` gives the sum so far.
    struct Counter: ToolSession {
        let tools = [ToolDefinition(name: "add", description: "Adds.", parameters: ConversationTests.schema)]
        var sum = 0

        mutating func call(_ call: ToolCall) -> ToolResult {
            guard call.name == "add" else { return ToolResult("unknown tool", isError: true) }
            sum += 1
            return ToolResult("\(sum)")
        }
    }

    /// Replies by rule, and remembers what it was asked.
    final class Talker: ChatModel {
        let name = "metered/talker"
        let isSimulated = false
        let requests = Locked<[ChatRequest]>([])
        private let rule: @Sendable (ChatRequest) -> ChatReply

        init(_ rule: @escaping @Sendable (ChatRequest) -> ChatReply) { self.rule = rule }

        func reply(to request: ChatRequest) async throws -> ChatReply {
            requests.withLock { $0.append(request) }
            return rule(request)
        }
    }

    private static func calling(_ names: String..., text: String = "") -> ChatReply {
        var reply = ChatReply(text: text, usage: TokenUsage(input: 2, output: 1))
        reply.toolCalls = names.enumerated().map { ToolCall(id: "c\($0)", name: $1, arguments: .object([:])) }
        return reply
    }

    /// Calls the tool twice in every turn, then says the last result.
    static let worker: @Sendable (ChatRequest) -> ChatReply = { request in
        let results = request.messages.reversed().prefix { $0.role != .user }.filter { $0.role == .tool }
        guard results.count >= 2 else { return calling("add") }
        return ChatReply(text: "The sum is \(results.first?.content ?? "")", usage: TokenUsage(input: 5, output: 3))
    }

    /// Leads a conversation; the replies that are kept, and the turns.
    private func lead(
        _ conversation: Conversation, _ target: Talker, from turns: [Turn] = []
    ) async throws -> (kept: [(reply: TurnReply, place: ReplyPlace)], turns: [Turn]) {
        let kept = Locked<[(reply: TurnReply, place: ReplyPlace)]>([])
        let executor = Executor(target: target)
        let result = try await conversation.finish(turns) { request in
            try await executor.reply(to: request)
        } keep: { reply, place in
            kept.withLock { $0.append((reply, place)) }
        }
        return (kept.withLock { $0 }, try #require(result))
    }

    private func turns(of kept: some Sequence<(reply: TurnReply, place: ReplyPlace)>) -> [Turn] {
        var turns: [Turn] = []
        for (reply, place) in kept {
            if place.reply == 0 { turns.append(Turn(place.user, purpose: place.purpose, parent: place.parent)) }
            turns[turns.count - 1].append(reply)
        }
        return turns
    }

    private func script(_ steps: [String], prompt: String = "Do it.") -> ScriptedSide {
        ScriptedSide(
            Strategy(id: "s", steps: steps.map { Strategy.Step(text: $0, isAfterRefusal: false) }), prompt: prompt,
            topic: "sums", maxTurns: 5)
    }

    @Test("the target sees the whole conversation, its calls and their results")
    func transcript() async throws {
        let target = Talker(Self.worker)
        let conversation = Conversation(
            side: script(["About {topic}.", "{prompt}"]), session: Counter(), systemPrompt: "Be exact.", label: "t")
        let (_, turns) = try await lead(conversation, target)
        #expect(turns.map(\.user) == ["About sums.", "Do it."])
        #expect(turns.map(\.text) == ["The sum is 2", "The sum is 4"])
        #expect(turns.map { $0.trace.map(\.result.text) } == [["1", "2"], ["3", "4"]])
        let last = try #require(target.requests.withLock { $0 }.last)
        #expect(
            last.messages.map(\.role) == [
                .system, .user, .assistant, .tool, .assistant, .tool, .assistant, .user, .assistant, .tool, .assistant,
                .tool,
            ])
        #expect(last.tools.map(\.name) == ["add"])
        #expect(turns.response?.usage == TokenUsage(input: 18, output: 10))
        #expect(turns.response?.text == "The sum is 4")
    }

    @Test("stopped after any reply, it goes on without asking for one again", arguments: [false, true])
    func resumed(branched: Bool) async throws {
        let side: any UserSide = branched ? Branching() : script(["About {topic}.", "Again.", "{prompt}"])
        let conversation = Conversation(side: side, session: Counter(), control: "Do it.", label: "t")
        let whole = try await lead(conversation, Talker(Self.worker))
        let paid = whole.kept.count { !$0.reply.response.isCached }
        #expect(whole.kept.count >= 12)
        for cut in 0...whole.kept.count {
            let target = Talker(Self.worker)
            let earlier = turns(of: whole.kept.prefix(cut))
            let (kept, result) = try await lead(conversation, target, from: earlier)
            let before = whole.kept.prefix(cut).count { !$0.reply.response.isCached }
            #expect(result.map(\.unmeasured) == whole.turns.map(\.unmeasured), "after \(cut) replies")
            #expect(kept.count == whole.kept.count - cut)
            #expect(target.requests.withLock { $0 }.count == paid - before)
        }
    }

    /// Tries two messages in each place; the longer one is the better.
    private struct Branching: UserSide {
        let branches = 2

        func next(after turns: [Turn], variant: Int) -> String? {
            turns.count == 3 ? nil : "Message \(turns.count)" + String(repeating: "!", count: variant)
        }

        func score(_ turns: [Turn]) -> Double { Double(turns.last?.user.count ?? 0) / 100 }
    }

    /// A garden path: the left branch looks better at first, and only behind the right one is anything found.
    private struct Garden: UserSide {
        let branches = 2
        let width: Int
        static let scores = ["L": 0.5, "R": 0.4, "LL": 0.1, "LR": 0.2, "RL": 0.3, "RR": 1.5]

        private func name(_ turns: [Turn]) -> String { String(turns.compactMap(\.user.first)) }

        func next(after turns: [Turn], variant: Int) -> String? { ["Left", "Right"][variant] }

        func score(_ turns: [Turn]) -> Double { Self.scores[name(turns)] ?? 0 }
    }

    @Test("a tree keeps as many leaves as it is wide, and ends where something was found", arguments: [1, 2])
    func tree(width: Int) async throws {
        let side = Garden(width: width)
        let conversation = Conversation(
            side: side, session: Counter(), limits: ConversationLimits(turns: 2), control: "Do it.", label: "t")
        let whole = try await lead(conversation, Talker(Self.worker))
        let tried = whole.turns.filter { $0.purpose == .branch }
        #expect(tried.map(\.parent) == (width == 1 ? [nil, nil, 0, 0] : [nil, nil, 0, 0, 1, 1]))
        #expect(whole.turns.conversation.map(\.user) == (width == 1 ? ["Left", "Right"] : ["Right", "Right"]))
        // Each path has tools of its own: two calls a turn.
        #expect(tried.map { $0.trace.map(\.result.text) }.suffix(2) == [["3", "4"], ["3", "4"]])
        #expect(whole.turns.conversation.map { $0.trace.map(\.result.text) } == [["1", "2"], ["3", "4"]])
        // Stopped after any reply, it grows on: nothing is asked again, and the end is the same.
        for cut in 0...whole.kept.count {
            let target = Talker(Self.worker)
            let (kept, result) = try await lead(conversation, target, from: turns(of: whole.kept.prefix(cut)))
            #expect(result.map(\.unmeasured) == whole.turns.map(\.unmeasured), "after \(cut) replies")
            #expect(kept.count == whole.kept.count - cut)
        }
        // What was found ends it, whatever the limit of turns.
        let deep = Conversation(side: Garden(width: 2), session: Counter(), label: "t")
        #expect(try await lead(deep, Talker(Self.worker)).turns.conversation.count == 2)
    }

    @Test("of the messages tried in a place the conversation goes on with the best, which is paid for once")
    func branches() async throws {
        let conversation = Conversation(side: Branching(), session: Counter(), label: "t")
        let (_, turns) = try await lead(conversation, Talker(Self.worker))
        #expect(turns.conversation.map(\.user) == ["Message 0!", "Message 1!", "Message 2!"])
        #expect(turns.conversation.map { $0.trace.map(\.result.text) } == [["1", "2"], ["3", "4"], ["5", "6"]])
        #expect(turns.filter { $0.purpose == .branch }.count == 6)
        #expect(turns.conversation.flatMap(\.replies).allSatisfy { $0.response.isCached })
    }

    @Test("the control asks as many single prompts, each with tools of its own")
    func control() async throws {
        let target = Talker(Self.worker)
        let conversation = Conversation(
            side: script(["One.", "Two.", "{prompt}"]), session: Counter(), control: "Do it.", label: "t")
        let (_, turns) = try await lead(conversation, target)
        let controls = turns.filter { $0.purpose == .control }
        #expect(controls.map(\.user) == ["Do it.", "Do it.", "Do it."])
        #expect(controls.allSatisfy { $0.trace.map(\.result.text) == ["1", "2"] })
        let asked = target.requests.withLock { $0 }.suffix(9)
        #expect(asked.allSatisfy { $0.messages.count { $0.role == .user } == 1 })
        #expect(Set(asked.map(\.sample)).count == 3)
    }

    @Test("a target that calls tools without end is not asked again", arguments: [1, 4, 30])
    func endless(limit: Int) async throws {
        let target = Talker { _ in Self.calling("add", "add", "nothing") }
        let conversation = Conversation(
            side: script(["One.", "{prompt}"]), session: Counter(),
            limits: ConversationLimits(turns: 5, calls: limit), label: "t")
        let (_, turns) = try await lead(conversation, target)
        #expect(turns.callCount == limit)
        #expect(turns.count == 1)
        #expect(turns[0].refusedCalls == (3 - limit % 3) % 3)
        #expect(target.requests.withLock { $0 }.count == (limit + 2) / 3)
    }

    @Test("a call without tools has a result that says so, and the conversation goes on")
    func noTools() async throws {
        let target = Talker { request in
            request.messages.last?.role == .tool ? ChatReply(text: "So be it.") : Self.calling("add", text: "I try.")
        }
        let (_, turns) = try await lead(Conversation(side: script(["{prompt}"]), label: "t"), target)
        #expect(turns[0].trace.map(\.result) == [ToolResult("there is no tool 'add'", isError: true)])
        #expect(turns[0].text == "I try.\n\nSo be it.")
    }

    @Test("a stop between two replies leaves the conversation open")
    func stopped() async throws {
        let asked = Locked(0)
        let executor = Executor(target: Talker(Self.worker))
        let conversation = Conversation(side: script(["{prompt}"]), session: Counter(), label: "t")
        let turns = try await conversation.finish([]) { request in
            let count = asked.withLock {
                $0 += 1
                return $0
            }
            return count > 2 ? nil : try await executor.reply(to: request)
        } keep: { _, _ in
        }
        #expect(turns == nil)
    }
}

extension Turn {
    /// The turn without how long it took.
    fileprivate var unmeasured: Turn {
        Turn(
            user, purpose: purpose, parent: parent,
            replies: replies.map { TurnReply($0.response, calls: $0.calls, milliseconds: 0) })
    }
}
