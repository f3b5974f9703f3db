import SafetyGrid

/// What can be made of JSON as models write it: trailing or missing commas, single or curly quotes, bare keys, quotes
/// inside texts that nobody escaped, comments, and an end that was cut off.
///
/// It never fails and reads each character once: what makes no sense is passed over. A text that is cut off by the end is
/// left out.
struct LenientJSON {
    /// A value, as far as it matters for finding texts.
    indirect enum Value: Equatable {
        case text(String)
        case list([Value])
        case members([(key: String, value: Value)])

        static func == (left: Value, right: Value) -> Bool {
            switch (left, right) {
            case (.text(let left), .text(let right)): left == right
            case (.list(let left), .list(let right)): left == right
            case (.members(let left), .members(let right)):
                left.count == right.count && zip(left, right).allSatisfy { $0.key == $1.key && $0.value == $1.value }
            default: false
            }
        }
    }

    /// Brackets within brackets beyond this are passed over.
    static let maximumDepth = 32

    private let scalars: [Unicode.Scalar]
    private var position = 0

    private init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    /// The outermost lists and objects of a text, in order.
    static func values(in scalars: [Unicode.Scalar]) -> [Value] {
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
            default:
                guard let text = token() else { continue }
                skipSpace()
                if current == ":" {
                    position += 1
                    key = text.value
                } else if text.isQuoted {
                    store(.text(text.value), as: key)
                    key = nil
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
    private mutating func token() -> (value: String, isQuoted: Bool)? {
        guard let open = current else { return nil }
        if let close = Self.closing[open] {
            position += 1
            return quoted(until: close).map { ($0, true) }
        }
        let start = position
        while let scalar = current, !Self.delimiters.contains(scalar), Self.closing[scalar] == nil || scalar == "'" {
            position += 1
        }
        if position == start { position += 1 }
        return (Self.string(scalars[start..<position]), false)
    }

    private mutating func quoted(until close: Unicode.Scalar) -> String? {
        var text = String.UnicodeScalarView()
        while let scalar = current {
            position += 1
            if scalar == "\\" {
                appendEscape(to: &text)
            } else if scalar == close, endsHere() {
                return String(text)
            } else {
                text.append(scalar)
            }
        }
        return nil
    }

    /// Whether a closing quote that stands before `position` is one: only punctuation or a new line may follow it.
    private func endsHere() -> Bool {
        var next = position
        var lineBreak = false
        while next < scalars.count, scalars[next].properties.isWhitespace, next < position + 256 {
            lineBreak = lineBreak || scalars[next] == "\n"
            next += 1
        }
        guard next < scalars.count else { return true }
        return Self.following.contains(scalars[next]) || lineBreak && Self.opening.contains(scalars[next])
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

    private static let closing: [Unicode.Scalar: Unicode.Scalar] = [
        "\"": "\"", "'": "'", "\u{201C}": "\u{201D}", "\u{2018}": "\u{2019}", "\u{AB}": "\u{BB}", "`": "`",
    ]
    private static let delimiters: Set<Unicode.Scalar> = [",", ":", "[", "]", "{", "}", "\n"]
    private static let following: Set<Unicode.Scalar> = [",", "]", "}", ":"]
    private static let opening: Set<Unicode.Scalar> = ["\"", "'", "\u{201C}", "\u{2018}", "{", "["]
}
