import Foundations
import Records

extension ChatReply {
    /// The reply with the calls that its text holds read as calls, when tools were offered, and with a name of its own for
    /// every call.
    func settlingCalls(of request: ChatRequest) -> ChatReply {
        var reply = self
        if toolCalls.isEmpty, !request.tools.isEmpty, let written = WrittenCalls(in: text) {
            reply.text = written.rest
            reply.toolCalls = written.calls.enumerated().map { index, call in
                index == 0 ? call.noting(writtenAs: text) : call
            }
        }
        let earlier = request.messages.reduce(0) { $0 + $1.toolCalls.count }
        var seen: Set<String> = []
        reply.toolCalls = reply.toolCalls.enumerated().map { index, call in
            guard call.id.isEmpty || !seen.insert(call.id).inserted else { return call }
            let id = ToolCallID.made(of: "\(earlier + index) \(call.name) \(call.arguments.json.text)")
            seen.insert(id)
            return call.named(id: id)
        }
        return reply
    }
}
