import Foundations

extension JSONValue {
    /// A count that some server may write as a fraction or in quotes; nil for anything that is none.
    var count: Int? {
        let number: Double
        switch self {
        case .int(let value): return value >= 0 ? value : nil
        case .number(let value): number = value
        case .string(let text):
            guard let value = Double(text) else { return nil }
            number = value
        case .null, .bool, .array, .object: return nil
        }
        return (0..<1e15).contains(number) ? Int(number.rounded(.up)) : nil
    }

    /// Whether there is a value other than `null`.
    var isGiven: Bool {
        switch self {
        case .null, .string(""), .array([]), .object([:]): false
        case .bool, .int, .number, .string, .array, .object: true
        }
    }
}
