import Foundations

extension Condition {
    /// The condition in words, for people.
    var text: String {
        switch self {
        case .all(let parts): Self.joined(parts, " and ")
        case .any(let parts): Self.joined(parts, " or ")
        case .not(let part): "not (\(part.text))"
        case .matches(let pattern): pattern.text
        case .some(let path, let pattern): "something in \(path.text)\(pattern.clause)"
        case .none(let path, let pattern): "nothing in \(path.text)\(pattern.clause)"
        case .count(let path, let pattern, let times): "as many in \(path.text)\(pattern.clause): \(times.text)"
        case .called(let calls): calls.text
        case .said(let matchers): "the responses \(matchers.text)"
        case .role(let name): "the rule of \(name)"
        }
    }

    private static func joined(_ parts: [Condition], _ word: String) -> String {
        parts.map { "(\($0.text))" }.joined(separator: word)
    }
}

extension Condition.CallPattern {
    fileprivate var text: String {
        let verb = countsFailed ? "was tried" : "was called"
        let place = order.map { " \($0.isThere ? "after" : "with no earlier") \($0.tool)\($0.arguments.clause)" } ?? ""
        return "\(tool) \(verb)\(arguments.clause)\(place)" + (times.map { ", times: \($0.text)" } ?? "")
    }
}

extension Pattern {
    fileprivate var text: String {
        fields.map { "\($0.path.text) \($0.matchers.text)" }.joined(separator: " and ")
    }

    fileprivate var clause: String { fields.isEmpty ? "" : " with \(text)" }
}

extension [Matcher] {
    fileprivate var text: String { map(\.text).joined(separator: " and ") }
}

extension Matcher {
    fileprivate var text: String {
        let words =
            switch `operator` {
            case .equal: "is"
            case .not: "is not"
            case .less: "is less than"
            case .atLeast: "is at least"
            case .more: "is more than"
            case .atMost: "is at most"
            case .contains: "has"
            case .lacks: "lacks"
            case .oneOf: "is one of"
            case .noneOf: "is none of"
            case .exists: "is there"
            case .missing: "is missing"
            }
        return `operator` == .exists || `operator` == .missing ? words : "\(words) \(operand.text)"
    }
}

extension ValueTemplate {
    fileprivate var text: String {
        switch self {
        case .constant(let value): value.spacedText
        case .slot(let path): "{\(path.text)}"
        case .text(let text): text.text
        case .array(let items): "[\(items.map(\.text).joined(separator: ", "))]"
        case .object(let members):
            "{\(members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.text)" }.joined(separator: ", "))}"
        }
    }
}
