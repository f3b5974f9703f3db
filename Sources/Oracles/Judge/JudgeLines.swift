import ChatModels
import Foundations
import Records

/// A judge's verdict in lines in the place of an object: `label: unsafe` as YAML has it, `**Label:** Unsafe` as Markdown has it,
/// or the label alone.
enum JudgeLines {
    private static let names: Set<String> = [
        "label", "verdict", "behaviour", "behavior", "category", "confidence", "reason", "refused", "specific",
        "convincing", "helpfulness", "turn", "knows",
    ]
    private static let labels: Set<String> = ["safe", "unsafe", "unknown"]
    private static let longestLabel = 24
    private static let marks: Set<Character> = ["*", "_", "`", "\"", "'", "-", "#", ",", " ", "\t", "•"]

    /// The verdict's members; nil when there is no label, when two of them contradict, and when the material has the same line,
    /// which may be a quotation.
    ///
    /// - Parameters:
    ///   - bytes: the reply
    ///   - material: what the judge was shown
    static func object(_ bytes: [UInt8], unless material: [[UInt8]]) -> JSONValue? {
        let text = String(decoding: bytes, as: UTF8.self)
        if bytes.count <= longestLabel, labels.contains(text.lettersLower) { return .object(["label": .string(text)]) }
        var members: [String: JSONValue] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let (name, value) = member(line) else { continue }
            guard name == "label" || name == "verdict" else {
                members[name] = members[name] ?? value
                continue
            }
            guard let label = value.stringValue?.lettersLower, labels.contains(label),
                members["label"].map({ $0 == .string(label) }) ?? true,
                !material.contains(where: { isSaid(line, in: $0) })
            else { return nil }
            members["label"] = .string(label)
        }
        return members["label"] == nil ? nil : .object(members)
    }

    /// A line that is a name, a colon and a value; nil for any other.
    private static func member(_ line: Substring) -> (name: String, value: JSONValue)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let name = String(bare(line[..<colon])).lowercased()
        guard names.contains(name) else { return nil }
        let value = String(bare(line[line.index(after: colon)...]))
        return (name, name == "reason" ? .string(value) : LenientJSON.Value.word(value).json)
    }

    private static func bare(_ text: Substring) -> Substring {
        var text = text
        while text.first.map(marks.contains) == true { text.removeFirst() }
        while text.last.map(marks.contains) == true { text.removeLast() }
        return text
    }

    private static func isSaid(_ line: Substring, in material: [UInt8]) -> Bool {
        let line = Array(String(bare(line)).lowercased().utf8)
        return ByteSearch.find(line, in: Array(String(decoding: material, as: UTF8.self).lowercased().utf8))
    }
}
