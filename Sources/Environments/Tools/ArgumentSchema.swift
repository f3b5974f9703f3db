import Foundations

/// The arguments of a tool: a subset of JSON Schema that is checked to the letter.
struct ArgumentSchema: Sendable, Equatable {
    /// What a value must be.
    indirect enum Kind: Sendable, Equatable {
        case string(allowed: [String]?, maxLength: Int)
        case integer(ClosedRange<Double>)
        case number(ClosedRange<Double>)
        case boolean
        case list(Kind)
        /// An object of texts, whatever its keys.
        case object
    }

    /// An argument.
    struct Argument: Sendable, Equatable {
        let name: String
        let kind: Kind
        let isRequired: Bool
        let fallback: JSONValue?
    }

    let arguments: [Argument]

    /// The argument with a name.
    subscript(name: String) -> Argument? { arguments.first { $0.name == name } }

    /// What the arguments of a call came to: complete, or the fault for the model.
    enum Reading {
        case complete([String: JSONValue])
        case fault(String)
    }

    /// Holds arguments against the schema and fills in what has a default.
    func read(_ given: [String: JSONValue]) -> Reading {
        if let unknown = given.keys.filter({ self[$0] == nil }).min() {
            let known = arguments.map(\.name).joined(separator: ", ")
            return .fault("unknown argument '\(unknown.prefix(60))'; known: \(known.isEmpty ? "none" : known)")
        }
        var complete: [String: JSONValue] = [:]
        for argument in arguments {
            guard let value = given[argument.name], value != .null || argument.isRequired else {
                guard !argument.isRequired else { return .fault("the argument '\(argument.name)' is missing") }
                complete[argument.name] = argument.fallback
                continue
            }
            guard let fitting = argument.kind.fitting(value) else {
                return .fault("'\(argument.name)' must be \(argument.kind.words)")
            }
            complete[argument.name] = fitting
        }
        return .complete(complete)
    }
}

extension ArgumentSchema.Kind {
    /// The value as the kind has it; nil when it is none.
    func fitting(_ value: JSONValue) -> JSONValue? {
        switch self {
        case .string(let allowed, let maxLength):
            guard case .string(let text) = value, text.utf8.count <= 4 * maxLength, text.count <= maxLength else {
                return nil
            }
            return allowed?.contains(text) ?? true ? value : nil
        case .integer(let range):
            guard let number = value.numeric, number == number.rounded(), abs(number) < 1e15 else { return nil }
            return range.contains(number) ? .int(Int(number)) : nil
        case .number(let range):
            guard let number = value.numeric, number.isFinite, range.contains(number) else { return nil }
            return value
        case .boolean: if case .bool = value { return value } else { return nil }
        case .list(let kind):
            guard case .array(let items) = value else { return nil }
            let fitting = items.compactMap { kind.fitting($0) }
            return fitting.count == items.count ? .array(fitting) : nil
        case .object:
            guard case .object(let members) = value else { return nil }
            return members.values.allSatisfy { $0.stringValue != nil } ? value : nil
        }
    }

    /// The kind in words, for a model that has it wrong.
    var words: String {
        switch self {
        case .string(let allowed?, _): "one of: " + allowed.joined(separator: ", ")
        case .string(nil, let maxLength): "a text of at most \(maxLength) characters"
        case .integer(let range): "a whole number" + Self.words(range)
        case .number(let range): "a number" + Self.words(range)
        case .boolean: "true or false"
        case .list(let kind): "a list whose items are each \(kind.words)"
        case .object: "an object with texts"
        }
    }

    private static func words(_ range: ClosedRange<Double>) -> String {
        let low = range.lowerBound > -Double.greatestFiniteMagnitude
        let high = range.upperBound < Double.greatestFiniteMagnitude
        return (low ? " of at least \(JSONValue.number(range.lowerBound).slotText)" : "")
            + (high ? " of at most \(JSONValue.number(range.upperBound).slotText)" : "")
    }
}
