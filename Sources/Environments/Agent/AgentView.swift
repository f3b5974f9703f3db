import ChatModels
import Foundations
import Records

/// What an agent sees of a conversation: what the user said, the calls that were made, and their results.
struct AgentView {
    /// A message of the user.
    struct UserTurn {
        let text: String
        /// Calls that were made before it.
        let calls: Int
    }

    /// A call that was made, with its result as far as it is there.
    struct MadeCall {
        let call: ToolCall
        var result: CaselessText?
    }

    private(set) var turns: [UserTurn] = []
    private(set) var calls: [MadeCall] = []
    /// Descriptions of the tools.
    private let descriptions: CaselessText

    init(_ request: ChatRequest) {
        descriptions = CaselessText(request.tools.map(\.description).joined(separator: "\n"))
        for message in request.messages {
            switch message.role {
            case .system: break
            case .user: turns.append(UserTurn(text: message.content, calls: calls.count))
            case .assistant: calls += message.toolCalls.map { MadeCall(call: $0) }
            case .tool:
                let place = calls.lastIndex { $0.call.id == message.answered?.id && $0.result == nil }
                if let place { calls[place].result = CaselessText(message.content) }
            }
        }
    }

    /// What the user said.
    var said: [String] { turns.map(\.text) }

    /// After how many calls a text was first seen: 0 in a tool's description; nil when it was not.
    func calls(until text: CaselessText) -> Int? {
        if descriptions.holds(text) { return 0 }
        return calls.firstIndex { $0.result?.holds(text) == true }.map { $0 + 1 }
    }
}
