import Foundations
import Records

/// One record of a file: names and values in the order of the file, as far as it has one.
package struct DataSetFields: Sendable, Equatable {
    /// The line it begins on, from 1.
    package let line: Int
    /// Names and values.
    package let fields: [String: JSONValue]

    package init(line: Int, fields: [String: JSONValue]) {
        self.line = line
        self.fields = fields
    }

    /// The value of a field as text: lists joined, an object of truth values as the names that are true; nil when empty.
    package func text(_ name: String) -> String? {
        guard let text = fields[name].flatMap(Self.text), !text.isEmpty else { return nil }
        return text
    }

    /// The records in a value: one, or one for each item of a list of prompts in it.
    static func records(of value: JSONValue, path: [String], line: Int) -> [DataSetFields] {
        switch value {
        case .null: return []
        case .object(let members): return records(of: members, path: path, line: line)
        case .array(let items):
            if let ask = Conversation.ask(value) { return [record(["prompt": .string(ask)], path, line)] }
            guard items.allSatisfy({ if case .string = $0 { true } else { false } }) else {
                return items.flatMap { records(of: $0, path: path, line: line) }
            }
            let columns = items.enumerated().map { ("column \($0.offset + 1)", $0.element) }
            return [record(Dictionary(columns) { first, _ in first }, path, line)]
        case .string(let text): return [record(["prompt": .string(Conversation.ask(value) ?? text)], path, line)]
        default: return [record(["prompt": value], path, line)]
        }
    }

    private static func records(of members: [String: JSONValue], path: [String], line: Int) -> [DataSetFields] {
        // A row of the Hub's viewer.
        if case .object(let row)? = members["row"], members["row_idx"] != nil || members["truncated_cells"] != nil {
            return records(of: row, path: path, line: line)
        }
        // garak's report has other entries than attempts.
        if let entry = members["entry_type"]?.stringValue, entry != "attempt" { return [] }
        if Conversation.isOthers(members) { return [] }
        if let tests = PromptfooVariables.tests(of: members) {
            return tests.flatMap { records(of: $0, path: path, line: line) }
        }
        let base = flattened(members, prefix: "", depth: 0)
        guard let list = RecordLists.best(of: members, flat: base), case .array(let items)? = members[list] else {
            return [record(base, path, line)]
        }
        var shared = base
        shared[list] = nil
        if let prompts = Conversation.prompts(items) {
            return prompts.map { record(shared.merging(["prompt": .string($0)]) { _, own in own }, path, line) }
        }
        return items.flatMap { item in
            records(of: item, path: path, line: line).map { item in
                DataSetFields(line: line, fields: shared.merging(item.fields) { _, own in own })
            }
        }
    }

    private static func record(_ own: [String: JSONValue], _ path: [String], _ line: Int) -> DataSetFields {
        DataSetFields(line: line, fields: places(path).merging(own) { path, own in own == .null ? path : own })
    }

    /// The keys on the way to a record; those that only count say nothing.
    private static func places(_ path: [String]) -> [String: JSONValue] {
        var fields: [String: JSONValue] = [:]
        for (index, key) in path.filter({ Int($0) == nil }).enumerated() {
            let name = ["category", "subcategory"].dropFirst(index).first ?? "level \(index + 1)"
            fields[name] = .string(key)
        }
        return fields
    }

    private static func flattened(_ members: [String: JSONValue], prefix: String, depth: Int) -> [String: JSONValue] {
        var fields: [String: JSONValue] = [:]
        for (key, value) in members {
            let name = prefix + key
            if let ask = Conversation.ask(value, isNamed: Conversation.names.contains(key.lowercased())) {
                fields[name] = .string(ask)
            } else if case .object(let inner) = value, depth < 2, !isFlags(inner) {
                fields.merge(flattened(inner, prefix: "\(name).", depth: depth + 1)) { first, _ in first }
            } else {
                fields[name] = key == "prompt" && prefix == "vars." ? PromptfooVariables.plain(value) : value
            }
        }
        return fields
    }

    private static func isFlags(_ members: [String: JSONValue]) -> Bool {
        !members.isEmpty && members.values.allSatisfy { if case .bool = $0 { true } else { false } }
    }

    /// A value as text, in the same way; nil for null.
    static func text(of value: JSONValue) -> String? {
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
