import Foundations
import Records

/// Gathers what an error's body says, whatever its shape, without what it repeats of the request.
struct RejectionText {
    private static let (mostTexts, longestText, maximumDepth) = (64, 4_000, 12)
    /// Members that hold the request, or a part of it.
    private static let echoes: Set<String> = ["input", "ctx", "url", "request", "messages", "headers", "doc_url"]
    private static let nameKeys: Set<String> = ["param", "field", "parameter", "loc"]

    private(set) var texts: [String] = []
    private(set) var names: [String] = []
    private(set) var failedGeneration: String?

    /// Takes a text of its own, which may be JSON once more, as gateways hand on what a provider behind them says.
    mutating func read(text: String) {
        guard texts.count < Self.mostTexts else { return }
        if text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"), let inner = TolerantJSON.value(Array(text.utf8))
        {
            return read(inner, key: "", depth: Self.maximumDepth / 2)
        }
        texts.append(String(text.prefix(Self.longestText)))
    }

    /// Takes a value that stands under `key`.
    mutating func read(_ value: JSONValue, key: String, depth: Int) {
        guard depth < Self.maximumDepth, !Self.echoes.contains(key) else { return }
        switch value {
        case .string(let text):
            if key == "failed_generation" {
                failedGeneration = text
            } else if Self.nameKeys.contains(key) {
                names += Self.parts(of: text)
            } else {
                read(text: text)
            }
        case .array(let items):
            for item in items.prefix(Self.mostTexts) { read(item, key: key, depth: depth + 1) }
        case .object(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) { read(member, key: name, depth: depth + 1) }
        case .null, .bool, .int, .number: break
        }
    }

    /// The names within a path such as `generation_config.response_schema` or `messages[0].role`, the last first.
    private static func parts(of path: String) -> [String] {
        let parts = path.prefix(200).split { !($0.isLetter || $0.isNumber || $0 == "_") }
        return parts.reversed().map { RejectedParameter.plain(String($0)) }.filter { !$0.isEmpty }
    }

    /// The names that stand in quotes or backticks, in order.
    static func quoted(in text: String) -> [String] {
        var names: [String] = []
        var open: (mark: Character, start: String.Index)?
        for index in text.indices.prefix(16_000) {
            let character = text[index]
            if let (mark, start) = open, character == mark {
                let inner = text[start..<index]
                names += parts(of: String(inner))
                open = nil
            } else if let close = marks[character] {
                // An apostrophe within a word opens nothing.
                let isInWord = character == "'" && index > text.startIndex && text[text.index(before: index)].isLetter
                if !isInWord { open = (close, text.index(after: index)) }
            } else if let (_, start) = open, text.utf8.distance(from: start, to: index) > 80 {
                open = nil
            }
        }
        return names
    }

    private static let marks: [Character: Character] = ["'": "'", "\"": "\"", "`": "`", "‘": "’", "“": "”"]
}
