import Foundations
import Records

/// A way into JSON: `choices[0].message.content`, `choices.0.text`, `$.answer`, `['odd key'].text`, `turns[-1].text` for the last
/// of a list, `[*].text` for all. It leads on into texts that are JSON themselves, as gateways pass them on.
struct JSONPath: Sendable {
    private enum Step: Sendable {
        case key(String)
        /// A place in a list, from its end when it is below 0.
        case index(Int)
        /// Every place of a list.
        case all
    }

    private let steps: [Step]
    /// The path as it was written.
    let text: String

    /// Reads a path; nil when it is none. An empty path, or `$`, is the whole.
    init?(_ text: String) {
        self.text = text
        var rest = text[...]
        var steps: [Step] = []
        if rest.first == "$" { rest.removeFirst() }
        while let first = rest.first {
            if first == "[" {
                guard let end = rest.firstIndex(of: "]") else { return nil }
                let inner = rest[rest.index(after: rest.startIndex)..<end]
                rest = rest[rest.index(after: end)...]
                if inner == "*" {
                    steps.append(.all)
                } else if let index = Int(inner) {
                    steps.append(.index(index))
                } else if inner.count > 2, let quote = inner.first, quote == "'" || quote == "\"", inner.last == quote {
                    steps.append(.key(String(inner.dropFirst().dropLast())))
                } else {
                    return nil
                }
            } else {
                if first == "." { rest.removeFirst() }
                let key = rest.prefix { $0 != "." && $0 != "[" }
                guard !key.isEmpty else { return nil }
                steps.append(.key(String(key)))
                rest = rest[key.endIndex...]
            }
        }
        self.steps = steps
    }

    /// The value that the path leads to, a list of those that it leads to by way of `[*]`; nil when it leads nowhere.
    func value(in json: JSONValue) -> JSONValue? { Self.value(of: steps[...], in: json) }

    private static func value(of steps: ArraySlice<Step>, in json: JSONValue) -> JSONValue? {
        guard let step = steps.first else { return json }
        let json = json.stringValue.flatMap { TolerantJSON.value(Array($0.utf8)) } ?? json
        let rest = steps.dropFirst()
        switch (step, json) {
        case (.key(let key), .object(let members)): return members[key].flatMap { value(of: rest, in: $0) }
        case (.key(let key), .array(let items)):
            return Int(key).flatMap { item($0, of: items) }.flatMap { value(of: rest, in: $0) }
        case (.index(let index), .array(let items)):
            return item(index, of: items).flatMap { value(of: rest, in: $0) }
        case (.all, .array(let items)):
            let found = items.compactMap { value(of: rest, in: $0) }.flatMap { $0.items.isEmpty ? [$0] : $0.items }
            return found.isEmpty && !items.isEmpty ? nil : .array(found)
        default: return nil
        }
    }

    private static func item(_ index: Int, of items: [JSONValue]) -> JSONValue? {
        let place = index < 0 ? items.count + index : index
        return items.indices.contains(place) ? items[place] : nil
    }
}
