import Analysis
import Foundations
import Records

/// Where a prompt comes from, as lines for people.
enum OriginText {
    /// Names and texts, the generator first; `selection` and whatever else is in it follow by name.
    static func fields(of origin: [String: JSONValue]) -> [(name: String, text: String)] {
        var fields: [(name: String, text: String)] = []
        for key in order where origin[key] != nil { fields.append((key, text(origin[key] ?? .null))) }
        for passage in PassageLink.all(in: origin) {
            let name = passage.title.isEmpty ? passage.url : "\(passage.title), \(passage.url)"
            fields.append(("passage", "\(name) (\(passage.id))"))
        }
        if case .array(let exemplars)? = origin["exemplars"] {
            let tests = exemplars.map { exemplar in
                let run = exemplar["run"]?.stringValue.map { " of run \($0)" } ?? ""
                return "test \(text(exemplar["test"] ?? .null))\(run)"
            }
            fields.append(("exemplars", tests.joined(separator: ", ")))
        }
        let refused = RefusedPrompts(origin: origin)
        if !refused.isEmpty { fields.append(("refused", "\(refused.text), since the prompt before this one")) }
        for (key, value) in origin.sorted(by: { $0.key < $1.key }) where !order.contains(key) && !told.contains(key) {
            fields.append((key, text(value)))
        }
        return fields
    }

    private static let told: Set<String> = ["passages", "exemplars", RefusedPrompts.originKey]
    private static let order = ["generator", "model", "variant", "fallback", "attempts"]

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): return text
        case .array(let items): return items.map(text).joined(separator: ", ")
        default:
            var json = JSONText()
            json.value(value)
            return String(decoding: json.bytes, as: UTF8.self)
        }
    }
}
