import Records

extension TestRecord {
    /// What the target said and did, as one text: the response, or the whole conversation with its tool calls.
    var saidText: String {
        let turns = turns.conversation
        guard !turns.isEmpty else { return response?.text ?? "" }
        return turns.enumerated().map { number, turn in
            var lines = ["[turn \(number + 1)] user: \(turn.user)"]
            for reply in turn.replies {
                if !reply.response.text.isEmpty { lines.append("target: \(reply.response.text)") }
                for traced in reply.calls {
                    lines.append("call: \(traced.call.name) \(traced.call.argumentText)")
                    lines.append("\(traced.result.isError ? "error" : "result"): \(traced.result.text)")
                }
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    /// How much it said and drew, before a person has it shown.
    var saidAmount: String {
        let length = saidText.unicodeScalars.count
        let text = images.isEmpty || length > 0 ? ["\(length) characters"] : []
        let drawn = images.isEmpty ? [] : ["\(images.count) image\(images.count == 1 ? "" : "s")"]
        return (text + drawn).joined(separator: " and ")
    }

    /// What a person does with it.
    var seeing: String { images.isEmpty ? "read" : "see" }
}
