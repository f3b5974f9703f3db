import Foundations
import Records

/// Prompts in lists of YAML that have a colon and no quotes, of which YAML makes objects: `- Tell me: how is it?`
enum UnquotedColons {
    /// A document whose lists of prompts have their prompts back.
    static func rejoined(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let items): .array(rejoined(items))
        case .object(let members): .object(members.mapValues(rejoined))
        case .null, .bool, .int, .number, .string: value
        }
    }

    /// The items of a list: objects with one text become texts where others are texts, or where each has another key of several
    /// words, as columns never have.
    static func rejoined(_ items: [JSONValue]) -> [JSONValue] {
        let pairs = items.map(pair)
        let found = pairs.compactMap(\.self)
        guard !found.isEmpty else { return items.map(rejoined) }
        let isSpoken =
            found.count == items.count && found.count > 1 && Set(found.map(\.key)).count == found.count
            && found.allSatisfy { $0.key.contains(" ") }
        guard isSpoken || items.contains(where: { $0.stringValue != nil }) else { return items.map(rejoined) }
        return zip(items, pairs).map { item, pair in
            pair.map { .string("\($0.key): \($0.text)") } ?? rejoined(item)
        }
    }

    private static func pair(_ item: JSONValue) -> (key: String, text: String)? {
        guard case .object(let members) = item, members.count == 1, let member = members.first,
            let text = member.value.stringValue, !RecordLists.isColumn(member.key)
        else { return nil }
        return (member.key, text)
    }
}
