import Foundations
import Records

/// Calls as Python writes them, `name(key="text", other=3)`: in a list (Llama, LFM), or a line each (OLMo, Gemma).
enum SpokenCalls {
    /// The calls that all of a text is; nil for anything else, and for an argument without a name.
    static func all(in text: Substring) -> [ToolCall]? {
        var body = String(text).trimmed[...]
        if body.hasPrefix("["), body.hasSuffix("]") { body = body.dropFirst().dropLast() }
        var calls: [ToolCall] = []
        while !body.isEmpty {
            guard let open = body.firstIndex(of: "(") else { return nil }
            let name = String(body[..<open]).trimmed
            guard name.wholeMatch(of: /[A-Za-z_][\w.]*/) != nil, let close = end(of: body, from: open),
                let arguments = arguments(body[body.index(after: open)..<close])
            else { return nil }
            calls.append(ToolCall(id: "", name: name, arguments: .object(arguments)))
            body = body[body.index(after: close)...].drop { $0 == "," || $0 == ";" || $0.isWhitespace }
        }
        return calls.isEmpty ? nil : calls
    }

    private static func arguments(_ text: Substring) -> [String: JSONValue]? {
        var members: [String: JSONValue] = [:]
        for part in parts(text) {
            guard let match = part.prefixMatch(of: /\s*([A-Za-z_]\w*)\s*=/) else { return nil }
            let value = "{\"v\":\(part[match.range.upperBound...])}"
            guard let read = LenientJSON.object(Array(value.unicodeScalars))?.first?.value else { return nil }
            members[String(match.output.1)] = read.json
        }
        return members
    }

    /// The arguments between commas that stand in neither quotes nor brackets.
    private static func parts(_ text: Substring) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var scan = BracketScan()
        for index in text.indices {
            if scan.isOutside, text[index] == "," {
                parts.append(text[start..<index])
                start = text.index(after: index)
            }
            scan.take(text[index])
        }
        let last = text[start...]
        return last.allSatisfy(\.isWhitespace) ? parts : parts + [last]
    }

    /// Where the bracket that opens at `open` is closed.
    private static func end(of text: Substring, from open: Substring.Index) -> Substring.Index? {
        var scan = BracketScan()
        for index in text[open...].indices {
            scan.take(text[index])
            if scan.isOutside { return index }
        }
        return nil
    }
}

/// Follows a text in and out of brackets and quotes.
private struct BracketScan {
    private var depth = 0
    private var quote: Character?
    private var isEscaped = false

    var isOutside: Bool { depth == 0 && quote == nil }

    mutating func take(_ character: Character) {
        if let open = quote {
            if !isEscaped, character == open { quote = nil }
            isEscaped = !isEscaped && character == "\\"
            return
        }
        switch character {
        case "\"", "'": quote = character
        case "(", "[", "{": depth += 1
        case ")", "]", "}": depth -= 1
        default: break
        }
    }
}
