import Foundations

extension JSONValue {
    /// The value as a text with a slot shows it: a text as it is, nothing for null, lists and objects as JSON.
    package var slotText: String {
        switch self {
        case .null: ""
        case .string(let text): text
        case .bool, .int, .number, .array, .object: compactText
        }
    }

    /// The value as JSON on one line, with keys in order, the same on every machine.
    package var compactText: String {
        var text = ""
        writeCompact(to: &text)
        return text
    }

    private func writeCompact(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .number(let value): text += Self.plain(value)
        case .string(let value): Self.write(value, to: &text)
        case .array(let items):
            text += "["
            for (index, item) in items.enumerated() {
                if index > 0 { text += ", " }
                item.writeCompact(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, key) in members.keys.sorted().enumerated() {
                if index > 0 { text += ", " }
                Self.write(key, to: &text)
                text += ": "
                members[key]?.writeCompact(to: &text)
            }
            text += "}"
        }
    }

    private static func plain(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    /// The number, whole or not.
    var numeric: Double? {
        switch self {
        case .int(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// Whether two values are the same; whole numbers equal the same numbers written with a fraction.
    func isSame(as other: JSONValue) -> Bool {
        if let left = numeric, let right = other.numeric { return left == right }
        return self == other
    }

    /// The sum, whole where both are; rounded to a millionth, since money is no binary fraction. Nil for other values.
    func adding(_ other: JSONValue, sign: Int) -> JSONValue? {
        if case .int(let left) = self, case .int(let right) = other {
            let (sum, overflow) =
                sign < 0 ? left.subtractingReportingOverflow(right) : left.addingReportingOverflow(right)
            if !overflow { return .int(sum) }
        }
        guard let left = numeric, let right = other.numeric else { return nil }
        let sum = left + Double(sign) * right
        guard abs(sum) < 1e15 else { return .number(sum) }
        return .number((sum * 1e6).rounded() / 1e6)
    }

    /// Size in bytes, about as JSON; gives up as soon as it is over `limit`, or nested deeper than 32.
    func size(limit: Int) -> Int {
        var left = limit
        return measure(&left, depth: 32) ? limit - left : limit + 1
    }

    private func measure(_ left: inout Int, depth: Int) -> Bool {
        guard depth > 0 else { return false }
        switch self {
        case .null, .bool, .int, .number: left -= 8
        case .string(let text): left -= text.utf8.count + 2
        case .array(let items):
            left -= 2
            for item in items where left >= 0 { if !item.measure(&left, depth: depth - 1) { return false } }
        case .object(let members):
            left -= 2
            for (key, value) in members where left >= 0 {
                left -= key.utf8.count + 4
                if !value.measure(&left, depth: depth - 1) { return false }
            }
        }
        return left >= 0
    }
}
