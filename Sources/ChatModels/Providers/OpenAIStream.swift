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
        var calls = StreamedCalls()
        for choice in choices {
            let delta = choice["delta"] ?? choice["message"] ?? .object(["content": choice["text"] ?? .null])
            content += Self.text(delta["content"] ?? .null)
            for field in ["reasoning_content", "reasoning", "thinking", "refusal"] {
                if let text = delta[field]?.stringValue { texts[field, default: ""] += text }
            }
            for piece in delta["tool_calls"]?.items ?? [] { calls.add(piece) }
            if let piece = delta["function_call"], piece.isGiven { calls.add(.object(["function": piece])) }
        }
        var message = texts.mapValues(JSONValue.string)
        message["content"] = .string(content)
        message["tool_calls"] = calls.all.isEmpty ? nil : .array(calls.all)
        var choice: [String: JSONValue] = ["message": .object(message)]
        // A text that neither says why it ends, nor that it does, was cut between two events; calls show by themselves that
        // they are whole.
        choice["finish_reason"] =
            choices.last { $0["finish_reason"]?.isGiven == true }?["finish_reason"]
            ?? (stream.isDone || !calls.all.isEmpty ? nil : .string("length"))
        var completion: [String: JSONValue] = ["choices": .array([.object(choice)])]
        completion["model"] = stream.last("model")
        completion["usage"] = stream.last("usage")
        return .object(completion)
    }

    private static func text(_ content: JSONValue) -> String {
        content.stringValue ?? content.items.compactMap { $0["text"]?.stringValue }.joined()
    }
}

/// The pieces of a stream's calls, put together.
struct StreamedCalls {
    private(set) var all: [JSONValue] = []
    private var places: [Int: Int] = [:]

    /// Adds a piece. It belongs to the call of its index, unless it has an id of its own, and without either to the last.
    mutating func add(_ piece: JSONValue) {
        let index = piece["index"]?.count
        let id = piece["id"]?.stringValue ?? ""
        var place = index.map { places[$0] } ?? (id.isEmpty ? all.indices.last : nil)
        if let known = place, !id.isEmpty, let own = all[known]["id"]?.stringValue, own != id { place = nil }
        let target = place ?? all.count
        if place == nil { all.append(.object([:])) }
        if let index { places[index] = target }
        all[target] = Self.joined(all[target], piece)
    }

    private static func joined(_ call: JSONValue, _ piece: JSONValue) -> JSONValue {
        var fields = call.members
        for (name, value) in piece.members where value.isGiven && name != "function" { fields[name] = value }
        var function = fields["function"]?.members ?? [:]
        for (name, value) in piece["function"]?.members ?? [:] where value.isGiven {
            if name == "arguments", let text = value.stringValue {
                function[name] = .string((function[name]?.stringValue ?? "") + text)
            } else if name != "name" || function[name] == nil {
                function[name] = value
            }
        }
        fields["function"] = .object(function)
        return .object(fields)
    }
}
