import Records

/// One record of a file: names and values in the order of the file, as far as it has one.
package struct DataSetFields: Sendable, Equatable {
    /// The line it begins on, from 1.
    package let line: Int
    /// Names and values.
    package let fields: [String: JSONValue]

    /// A record.
    package init(line: Int, fields: [String: JSONValue]) {
        self.line = line
        self.fields = fields
    }

    /// The value of a field as text: lists joined, an object of truth values as the names that are true; nil when empty.
    package func text(_ name: String) -> String? {
        guard let text = fields[name].flatMap(Self.text), !text.isEmpty else { return nil }
        return text
    }

    private static let lists: Set<String> = [
        "prompts", "questions", "behaviors", "behaviours", "items", "examples", "instructions", "data", "queries",
    ]
    private static let conversations: Set<String> = ["messages", "conversation", "conversations", "turns", "dialog"]

    /// The records in a value: one, or one for each item of a list of prompts in it.
    static func records(of value: JSONValue, path: [String], line: Int) -> [DataSetFields] {
        var base = places(path)
        switch value {
        case .null: return []
        case .object(let members):
            base.merge(flattened(members, prefix: "", depth: 0)) { path, own in own == .null ? path : own }
            guard let list = members.keys.sorted().first(where: { lists.contains($0.lowercased()) }),
                case .array(let items)? = members[list]
            else { return [DataSetFields(line: line, fields: base)] }
            base[list] = nil
            return items.flatMap { item in
                records(of: item, path: [], line: line).map { record in
                    DataSetFields(line: line, fields: base.merging(record.fields) { _, own in own })
                }
            }
        case .array(let items) where items.allSatisfy { if case .string = $0 { true } else { false } }:
            for (index, item) in items.enumerated() { base["column \(index + 1)"] = item }
            return [DataSetFields(line: line, fields: base)]
        case .array(let items): return items.flatMap { records(of: $0, path: path, line: line) }
        default:
            base["prompt"] = value
            return [DataSetFields(line: line, fields: base)]
        }
    }

    private static func places(_ path: [String]) -> [String: JSONValue] {
        var fields: [String: JSONValue] = [:]
        for (index, key) in path.enumerated() {
            let name = ["category", "subcategory"].dropFirst(index).first ?? "level \(index + 1)"
            fields[name] = .string(key)
        }
        return fields
    }

    private static func flattened(_ members: [String: JSONValue], prefix: String, depth: Int) -> [String: JSONValue] {
        var fields: [String: JSONValue] = [:]
        for (key, value) in members {
            if conversations.contains(key.lowercased()), let prompt = firstUserMessage(value) {
                fields[prefix + key] = .string(prompt)
            } else if case .object(let inner) = value, depth < 2, !isFlags(inner) {
                fields.merge(flattened(inner, prefix: "\(prefix)\(key).", depth: depth + 1)) { first, _ in first }
            } else {
                fields[prefix + key] = value
            }
        }
        return fields
    }

    /// What the person says first in a conversation: the part that can be asked again.
    private static func firstUserMessage(_ value: JSONValue) -> String? {
        guard case .array(let turns) = value else { return nil }
        let said = turns.first { turn in
            ["user", "human"].contains((turn["role"] ?? turn["from"])?.stringValue?.lowercased() ?? "")
        }
        return (said?["content"] ?? said?["value"])?.stringValue ?? turns.first?.stringValue
    }

    private static func isFlags(_ members: [String: JSONValue]) -> Bool {
        !members.isEmpty && members.values.allSatisfy { if case .bool = $0 { true } else { false } }
    }

    private static func text(of value: JSONValue) -> String? {
        switch value {
        case .null: nil
        case .string(let text): text.trimmingSpace
        case .int(let number): "\(number)"
        case .number(let number): "\(number)"
        case .bool(let flag): flag ? "true" : "false"
        case .array(let items): items.compactMap(text).joined(separator: ", ")
        case .object(let members):
            members.filter { $0.value == .bool(true) }.keys.sorted().joined(separator: ", ")
        }
    }
}

extension String {
    /// The text without white space around it.
    var trimmingSpace: String {
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[start...end])
    }
}
