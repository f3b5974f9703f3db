import Foundations
import Records

/// The variables of promptfoo's tests.
enum PromptfooVariables {
    /// Most tests that one test with lists may stand for; beyond that its lists stay as they are.
    private static let most = 10_000
    /// Longest text that a template is filled to, in bytes; beyond that it stays a template.
    private static let longest = 1 << 20

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

    /// What a test's record stands for: one for each template of its document, with the variables filled in; any other record as
    /// it is.
    static func filled(_ fields: [String: JSONValue]) -> [[String: JSONValue]] {
        guard case .array(let items)? = fields["prompts"], !RecordLists.isPrompt(fields) else { return [fields] }
        let templates = items.compactMap(\.stringValue)
        let variables = fields.filter { $0.key.hasPrefix("vars.") }
        guard !templates.isEmpty, templates.count == items.count, !variables.isEmpty || fields["assert"] != nil else {
            return [fields]
        }
        // A test of a red team is its own prompt.
        guard fields["vars.prompt"] == nil else { return [fields] }
        var bare = fields
        bare["prompts"] = nil
        return templates.map { template in bare.merging(["prompt": .string(rendered(template, variables))]) { $1 } }
    }

    /// A template with its variables in their places; what stands in a variable is no template again.
    private static func rendered(_ template: String, _ variables: [String: JSONValue]) -> String {
        var text = ""
        var rest = template[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound]).trimmingSpace
            text += rest[..<open.lowerBound]
            text +=
                variables["vars.\(name)"].flatMap { plain($0).stringValue }
                ?? String(rest[open.lowerBound..<close.upperBound])
            rest = rest[close.upperBound...]
            guard text.utf8.count <= longest else { return template }
        }
        return text + rest
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
