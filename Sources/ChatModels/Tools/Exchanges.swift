import Foundations
import Records

extension [ChatRequest.Message] {
    /// The conversation as providers ask for it: every call has one result, and the results stand directly behind the
    /// message with the calls. A call without a result gets one that says so; a result without a call becomes a message of
    /// the person.
    func settled() -> [ChatRequest.Message] {
        guard contains(where: { !$0.toolCalls.isEmpty || $0.role == .tool }) else { return self }
        var settled: [ChatRequest.Message] = []
        var taken: Set<Int> = []
        for (index, message) in enumerated() where !taken.contains(index) {
            guard message.role != .tool else {
                settled.append(.init(.user, "Result of \(message.answered?.name ?? "a tool"): \(message.content)"))
                continue
            }
            settled.append(message)
            guard !message.toolCalls.isEmpty else { continue }
            let next = self[(index + 1)...].firstIndex { $0.role == .assistant } ?? endIndex
            for call in message.toolCalls {
                let place = self[(index + 1)..<next].indices.first {
                    self[$0].answered?.id == call.id && !taken.contains($0)
                }
                if let place { taken.insert(place) }
                settled.append(
                    place.map { self[$0] }
                        ?? .init(TracedCall(call, ToolResult("The call was not carried out.", isError: true))))
            }
        }
        return settled
    }

    /// The conversation with what one side says twice in a row in one message; results of calls stay as they are.
    func merged() -> [ChatRequest.Message] {
        var result: [ChatRequest.Message] = []
        for message in self {
            // Behind a message with calls their results come first.
            guard let last = result.last, last.role == message.role, last.role != .tool, last.toolCalls.isEmpty else {
                result.append(message)
                continue
            }
            let text = [last.content, message.content].filter { !$0.isEmpty }.joined(separator: "\n\n")
            var both = ChatRequest.Message(last.role, text)
            both.toolCalls = message.toolCalls
            both.images = last.images + message.images
            result[result.count - 1] = both
        }
        return result
    }
}
