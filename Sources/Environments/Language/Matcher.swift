import Foundations

/// A comparison with a value.
struct Matcher: Sendable, Equatable {
    /// How two values are compared. Each has its opposite, which holds exactly where it does not.
    enum Operator: String, Sendable, CaseIterable {
        case equal, not
        case less
        case atLeast = "at_least"
        case more
        case atMost = "at_most"
        case contains, lacks
        case oneOf = "one_of"
        case noneOf = "none_of"
        case exists, missing

        /// The operator that holds where this does not, for numbers among numbers.
        var opposite: Operator {
            switch self {
            case .equal: .not
            case .not: .equal
            case .less: .atLeast
            case .atLeast: .less
            case .more: .atMost
            case .atMost: .more
            case .contains: .lacks
            case .lacks: .contains
            case .oneOf: .noneOf
            case .noneOf: .oneOf
            case .exists: .missing
            case .missing: .exists
            }
        }
    }

    var `operator`: Operator
    var operand: ValueTemplate

    /// Whether `value`, nil when there is none, stands in the relation to the operand.
    func holds(for value: JSONValue?, in scope: Scope) -> Bool {
        switch `operator` {
        case .exists: return value != nil
        case .missing: return value == nil
        default: break
        }
        guard let other = scope.value(operand) else {
            return `operator` == .not || `operator` == .lacks || `operator` == .noneOf
        }
        switch `operator` {
        case .equal: return value?.isSame(as: other) ?? false
        case .not: return !(value?.isSame(as: other) ?? false)
        case .contains: return value?.contains(other) ?? false
        case .lacks: return !(value?.contains(other) ?? false)
        case .oneOf: return value.map { other.contains($0) } ?? false
        case .noneOf: return !(value.map { other.contains($0) } ?? false)
        default:
            guard let left = value?.numeric, let right = other.numeric else { return false }
            return switch `operator` {
            case .less: left < right
            case .atLeast: left >= right
            case .more: left > right
            default: left <= right
            }
        }
    }
}

extension JSONValue {
    /// Whether a list has an item, an object a key, or a text another in it, whatever its case.
    fileprivate func contains(_ other: JSONValue) -> Bool {
        switch self {
        case .array(let items): items.contains { $0.isSame(as: other) }
        case .object(let members): members[other.slotText] != nil
        case .null: false
        case .string(let text): text.holds(other.slotText)
        case .bool, .int, .number: slotText.holds(other.slotText)
        }
    }
}

extension String {
    /// Whether `other` stands in the text, whatever its case; nothing does not.
    func holds(_ other: String) -> Bool { CaselessText(self).holds(CaselessText(other)) }
}

/// A text whatever its case, made once for many searches.
struct CaselessText: Sendable {
    private let bytes: [UInt8]

    init(_ text: String) {
        bytes = ByteSearch.lowered(text)
    }

    /// Whether `other` stands in the text; nothing does not.
    func holds(_ other: CaselessText) -> Bool { !other.bytes.isEmpty && ByteSearch.find(other.bytes, in: bytes) }
}
