import Foundations
import Records

/// The variables of promptfoo's tests.
enum PromptfooVariables {
    /// Most tests that one test with lists may stand for; beyond that its lists stay as they are.
    private static let most = 10_000

    /// The tests that a test with lists of texts in its variables stands for: one for each value, and for each combination
    /// where there are several lists. Nil for a test without.
    static func tests(of members: [String: JSONValue]) -> [[String: JSONValue]]? {
        guard case .object(let variables)? = members["vars"],
            members["options"]?["disableVarExpansion"] != .bool(true)
        else { return nil }
        let lists = variables.compactMap { name, value in texts(value).map { (name: name, values: $0) } }
            .sorted { $0.name < $1.name }
        guard !lists.isEmpty, lists.reduce(1, { min($0 * $1.values.count, most + 1) }) <= most else { return nil }
        let all = lists.reduce([variables]) { tests, list in
            tests.flatMap { test in list.values.map { test.merging([list.name: $0]) { $1 } } }
        }
        return all.map { members.merging(["vars": .object($0)]) { $1 } }
    }

    private static func texts(_ value: JSONValue) -> [JSONValue]? {
        guard case .array(let items) = value, !items.isEmpty else { return nil }
        return items.allSatisfy { $0.stringValue != nil } ? items : nil
    }

    /// The fields of a test with the one template of its document filled in; those of any other record as they are.
    static func filled(_ fields: [String: JSONValue]) -> [String: JSONValue] {
        let template: String? =
            if case .array(let items)? = fields["prompts"] {
                items.count == 1 ? items[0].stringValue : nil
            } else {
                fields["prompts"]?.stringValue
            }
        let variables = fields.filter { $0.key.hasPrefix("vars.") }
        guard var text = template, text.contains("{{"), !variables.isEmpty else { return fields }
        var filled = fields
        filled["prompts"] = nil
        for (name, value) in variables {
            guard let value = plain(value).stringValue else { continue }
            let name = name.dropFirst("vars.".count)
            for mark in ["{{\(name)}}", "{{ \(name) }}"] { text = text.replacing(mark, with: value) }
        }
        if fields["prompt"] == nil, fields["vars.prompt"] == nil { filled["prompt"] = .string(text) }
        return filled
    }

    /// A variable of promptfoo without the marks that keep it from being read as a template.
    static func plain(_ value: JSONValue) -> JSONValue {
        let (start, end) = ("{% raw %}", "{% endraw %}")
        guard let text = value.stringValue?.trimmingSpace, text.hasPrefix(start), text.hasSuffix(end),
            text.utf8.count >= start.utf8.count + end.utf8.count
        else { return value }
        let inner = String(text.dropFirst(start.count).dropLast(end.count))
        return .string(inner.replacing(end + start, with: "").replacing("{% endraw  %}", with: end))
    }
}
