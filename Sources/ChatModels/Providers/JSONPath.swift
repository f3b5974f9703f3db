import Foundations
import Records

/// A way into JSON: `choices[0].message.content`, `choices.0.text`, `$.answer`, `['odd key'].text`. It leads on into texts that
/// are JSON themselves, as gateways pass them on.
struct JSONPath: Sendable {
    private enum Step: Sendable {
        case key(String)
        case index(Int)
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
                if let index = Int(inner), index >= 0 {
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

    /// The value that the path leads to; nil when it leads nowhere.
    func value(in json: JSONValue) -> JSONValue? {
        var value = json
        for step in steps {
            if let inner = value.stringValue.flatMap({ TolerantJSON.value(Array($0.utf8)) }) { value = inner }
            switch (step, value) {
            case (.key(let key), .object(let members)):
                guard let member = members[key] else { return nil }
                value = member
            case (.key(let key), .array(let items)):
                guard let index = Int(key), items.indices.contains(index) else { return nil }
                value = items[index]
            case (.index(let index), .array(let items)):
                guard items.indices.contains(index) else { return nil }
                value = items[index]
            default: return nil
            }
        }
        return value
    }
}
