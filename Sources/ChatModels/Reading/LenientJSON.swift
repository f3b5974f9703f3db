import Foundations
import Records
import SafetyGrid

/// What can be made of JSON as models write it: trailing or missing commas, single or curly quotes, bare keys, quotes
/// inside texts that nobody escaped, comments, and an end that was cut off.
///
/// It never fails and reads each character once: what makes no sense is passed over. A text that is cut off by the end is
/// left out.
package struct LenientJSON {
    /// A value, as far as it matters for finding texts.
    package indirect enum Value: Equatable {
        /// A text in quotes.
        case text(String)
        /// A word without quotes behind a key: a number, `true`, `None`.
        case word(String)
        /// A list.
        case list([Value])
        /// An object's members in order.
        case members([(key: String, value: Value)])

        /// Whether two values are the same, members in the same order.
        package static func == (left: Value, right: Value) -> Bool {
            switch (left, right) {
            case (.text(let left), .text(let right)), (.word(let left), .word(let right)): left == right
            case (.list(let left), .list(let right)): left == right
            case (.members(let left), .members(let right)):
                left.count == right.count && zip(left, right).allSatisfy { $0.key == $1.key && $0.value == $1.value }
            default: false
            }
        }
    }

    /// Brackets within brackets beyond this are passed over.
    package static let maximumDepth = 32

    private let scalars: [Unicode.Scalar]
    private var position = 0

    private init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    /// The outermost lists and objects of a text, in order.
    package static func values(in scalars: [Unicode.Scalar]) -> [Value] {
        var reader = LenientJSON(scalars)
        var values: [Value] = []
        while let scalar = reader.current {
            if scalar == "[" || scalar == "{" {
                values.append(reader.container(depth: 0))
            } else {
                reader.position += 1
            }
        }
        return values
    }

    /// The object that begins a text; nil when it begins with something else or has no members.
    package static func object(_ scalars: [Unicode.Scalar]) -> [(key: String, value: Value)]? {
        guard scalars.first == "{" else { return nil }
        var reader = LenientJSON(scalars)
        switch reader.container(depth: 0) {
        case .members(let members): return members.isEmpty ? nil : members
        case .list(let items):
            for case .members(let members) in items where !members.isEmpty { return members }
            return nil
        case .text, .word: return nil
        }
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    /// The list or object that begins here.
    private mutating func container(depth: Int) -> Value {
        let isList = current == "["
        position += 1
        var items: [Value] = []
        var members: [(key: String, value: Value)] = []
        var key: String?
        // A value without a key in an object, or with one in a list, is kept all the same.
        func store(_ value: Value, as key: String?) {
            if let key { members.append((key, value)) } else { items.append(value) }
        }
        while let scalar = current {
            switch scalar {
            case "]", "}":
                position += 1
                return result(isList, items, members)
            case "[", "{":
                guard depth < Self.maximumDepth else {
                    position += 1
                    continue
                }
                store(container(depth: depth + 1), as: key)
                key = nil
            case ",":
                position += 1
                key = nil
            case _ where scalar.properties.isWhitespace || scalar == ":":
                position += 1
            case "/" where isComment(at: position):
                skipComment()
            default:
                guard let text = token(inObject: !isList) else { continue }
                skipSpace()
                if current == ":" {
                    position += 1
                    key = text.value
                } else if text.isQuoted {
                    store(.text(text.value), as: key)
                    key = nil
                } else if let name = key, !text.value.isEmpty {
                    members.append((name, .word(text.value)))
                    key = nil
                } else if isList, Value.isLiteral(text.value) {
                    items.append(.word(text.value))
                }
            }
        }
        return result(isList, items, members)
    }

    private func result(_ isList: Bool, _ items: [Value], _ members: [(key: String, value: Value)]) -> Value {
        if members.isEmpty, isList || !items.isEmpty { return .list(items) }
        return items.isEmpty ? .members(members) : .list(items + [.members(members)])
    }

    /// The text or bare word that begins here; nil for a text that the end cuts off.
    private mutating func token(inObject: Bool) -> (value: String, isQuoted: Bool)? {
        guard let open = current else { return nil }
        if let close = Self.closing[open] {
            position += 1
            return quoted(until: close, inObject: inObject).map { ($0, true) }
        }
        let start = position
        while let scalar = current, !Self.delimiters.contains(scalar), Self.closing[scalar] == nil || scalar == "'" {
            position += 1
        }
        if position == start { position += 1 }
        return (Self.string(scalars[start..<position]), false)
    }

    private mutating func quoted(until close: Unicode.Scalar, inObject: Bool) -> String? {
        var text = String.UnicodeScalarView()
        while let scalar = current {
            position += 1
            if scalar == "\\" {
                appendEscape(to: &text)
            } else if scalar == close, endsHere(inObject: inObject) {
                return String(text)
            } else {
                text.append(scalar)
            }
        }
        return nil
    }

    /// Whether a closing quote that stands before `position` is one: only punctuation or a new line may follow it.
    private func endsHere(inObject: Bool) -> Bool {
        var next = position
        var lineBreak = false
        while next < scalars.count, scalars[next].properties.isWhitespace, next < position + 256 {
            lineBreak = lineBreak || scalars[next] == "\n"
            next += 1
        }
        guard next < scalars.count else { return true }
        if isComment(at: next) { return true }
        if inObject, scalars[next] == "," { return beginsMember(at: next + 1) }
        return Self.following.contains(scalars[next]) || lineBreak && Self.opening.contains(scalars[next])
    }

    /// Whether a member, or the end of its object, stands behind a comma: else the comma is part of a text, and so is the
    /// quote before it.
    private func beginsMember(at start: Int) -> Bool {
        var next = start
        let limit = min(scalars.count, start + 128)
        while next < limit, scalars[next].properties.isWhitespace { next += 1 }
        guard next < limit, scalars[next] != "}", !isComment(at: next) else { return true }
        let colon = scalars[next..<limit].firstIndex { $0 == ":" || $0 == "\n" || $0 == "," }
        guard let colon else { return limit == scalars.count }
        return scalars[colon] == ":"
    }

    private func isComment(at place: Int) -> Bool {
        place + 1 < scalars.count && scalars[place] == "/" && (scalars[place + 1] == "/" || scalars[place + 1] == "*")
    }

    private mutating func skipComment() {
        let isBlock = scalars[position + 1] == "*"
        position += 2
        while let scalar = current {
            position += 1
            if !isBlock, scalar == "\n" { return }
            if isBlock, scalar == "*", current == "/" { return position += 1 }
        }
    }

    private mutating func appendEscape(to text: inout String.UnicodeScalarView) {
        guard let scalar = current else { return }
        position += 1
        switch scalar {
        case "n": text.append("\n")
        case "r": text.append("\r")
        case "t": text.append("\t")
        case "b", "f": break
        case "u":
            guard let high = hexadecimal() else { return }
            if (0xD800..<0xDC00).contains(high), current == "\\", position + 1 < scalars.count,
                scalars[position + 1] == "u"
            {
                position += 2
                guard let low = hexadecimal(), (0xDC00..<0xE000).contains(low) else { return }
                if let pair = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) { text.append(pair) }
            } else if let single = Unicode.Scalar(high) {
                text.append(single)
            }
        default: text.append(scalar)
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= scalars.count,
            let value = UInt32(Self.string(scalars[position..<(position + 4)]), radix: 16)
        else { return nil }
        position += 4
        return value
    }

    private mutating func skipSpace() {
        while let scalar = current, scalar.properties.isWhitespace { position += 1 }
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view).trimmed
    }

    fileprivate static let mostMembers = 64

    private static let closing: [Unicode.Scalar: Unicode.Scalar] = [
        "\"": "\"", "'": "'", "\u{201C}": "\u{201D}", "\u{2018}": "\u{2019}", "\u{AB}": "\u{BB}", "`": "`",
    ]
    private static let delimiters: Set<Unicode.Scalar> = [",", ":", "[", "]", "{", "}", "\n"]
    private static let following: Set<Unicode.Scalar> = [",", "]", "}", ":"]
    private static let opening: Set<Unicode.Scalar> = ["\"", "'", "\u{201C}", "\u{2018}", "{", "["]
}

extension LenientJSON.Value {
    /// The value as strict JSON has it; keys of objects in lower case, of those that stand twice the last.
    package var json: JSONValue {
        switch self {
        case .text(let text): return .string(text)
        case .word(let word): return Self.json(of: word)
        case .list(let items): return .array(items.map(\.json))
        case .members(let members):
            let pairs = members.prefix(LenientJSON.mostMembers).map { ($0.key.lowercased(), $0.value.json) }
            return .object(Dictionary(pairs) { _, last in last })
        }
    }

    /// Whether a word without quotes is a number, a truth value or nothing; any other in a list is no item of it.
    fileprivate static func isLiteral(_ word: String) -> Bool {
        if case .string = json(of: word) { false } else { !word.isEmpty }
    }

    private static func json(of word: String) -> JSONValue {
        switch word.lowercased() {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null", "none", "nil", "undefined", "nan": return .null
        default:
            if let whole = Int(word) { return .int(whole) }
            if let number = Double(word), number.isFinite { return .number(number) }
            return .string(word)
        }
    }
}
