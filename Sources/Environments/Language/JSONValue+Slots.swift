import Foundations

extension JSONValue {
    /// The value as a text with a slot shows it: a text as it is, nothing for null, lists and objects as JSON.
    package var slotText: String {
        switch self {
        case .null: ""
        case .string(let text): text
        case .bool, .int, .number, .array, .object: spacedText
        }
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
