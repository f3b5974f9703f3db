import Foundations
import Records

/// A stream of chat completion chunks, put together.
struct OpenAIStream {
    private let stream: StreamedAnswer

    init(_ stream: StreamedAnswer) {
        self.stream = stream
    }

    /// The completion that the chunks make, in the shape of one that was not streamed.
    var completion: JSONValue {
        let choices = stream.chunks.compactMap { chunk in
            chunk["choices"]?.items.first { ($0["index"]?.count ?? 0) == 0 }
        }
        guard !choices.isEmpty else { return stream.chunks.first ?? .null }
        var content = ""
        var texts: [String: String] = [:]
        for choice in choices {
            let delta = choice["delta"] ?? choice["message"] ?? .object(["content": choice["text"] ?? .null])
            content += Self.text(delta["content"] ?? .null)
            for field in ["reasoning_content", "reasoning", "thinking", "refusal"] {
                if let text = delta[field]?.stringValue { texts[field, default: ""] += text }
            }
        }
        var message = texts.mapValues(JSONValue.string)
        message["content"] = .string(content)
        var choice: [String: JSONValue] = ["message": .object(message)]
        choice["finish_reason"] = choices.last { $0["finish_reason"]?.isGiven == true }?["finish_reason"]
        var completion: [String: JSONValue] = ["choices": .array([.object(choice)])]
        completion["model"] = stream.last("model")
        completion["usage"] = stream.last("usage")
        return .object(completion)
    }

    private static func text(_ content: JSONValue) -> String {
        content.stringValue ?? content.items.compactMap { $0["text"]?.stringValue }.joined()
    }
}
