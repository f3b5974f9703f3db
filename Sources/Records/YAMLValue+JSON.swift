import Foundations
import SafetyGrid

extension YAMLValue {
    /// The value as JSON where a program decides what is a number: a plain scalar is what JSON writes so, `true`, `false`,
    /// `null` and numbers; all else is the text as it is written, among it `no`, `0123`, `22:30`, `1_000` and dates. A scalar
    /// in quotes is a text. Nothing at all is null.
    ///
    /// - Throws: ``ConfigurationError`` for a scalar that YAML takes for a truth value, nothing or a number without end and JSON does not
    ///   (`True`, `~`, `.inf`), and for a whole number that a 64-bit number does not hold: it has to be put in quotes, or
    ///   written otherwise.
    package func json() throws(ConfigurationError) -> JSONValue {
        var room = Int.max
        return try json(isStrict: true, room: &room)
    }

    /// The value as JSON, as far as it goes: what ``json()`` refuses is null or a text.
    ///
    /// - Parameter nodes: most values that are taken. A document without aliases has fewer of them than characters; with
    ///   aliases, a few lines can stand for billions.
    /// - Throws: ``ConfigurationError`` when there are more, or a key is no text.
    package func json(atMost nodes: Int) throws(ConfigurationError) -> JSONValue {
        var room = nodes
        return try json(isStrict: false, room: &room)
    }

    /// The value as the members of a JSON object, read as by ``json()``.
    ///
    /// - Throws: ``ConfigurationError`` when it is not a mapping.
    package func jsonObject() throws(ConfigurationError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for (key, value) in try mapping().pairs { members[key] = try value.json() }
        return members
    }

    private func json(isStrict: Bool, room: inout Int) throws(ConfigurationError) -> JSONValue {
        room -= 1
        guard room >= 0 else { throw invalid("its aliases (*name) stand for far more than is written") }
        if isList {
            var values: [JSONValue] = []
            for item in try list() { values.append(try item.json(isStrict: isStrict, room: &room)) }
            return .array(values)
        }
        if isMapping {
            var members: [String: JSONValue] = [:]
            for (key, value) in try mapping().pairs { members[key] = try value.json(isStrict: isStrict, room: &room) }
            return .object(members)
        }
        let text = try string()
        guard Self.mayBeMore(text), !isText else { return .string(text) }
        switch text {
        case "", "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "~": if !isStrict { return .null }
        case "Null", "NULL", "True", "TRUE", "False", "FALSE",
            _ where Self.isEndless(text):
            break
        default:
            guard let isWhole = Self.isNumber(Array(text.utf8)) else { return .string(text) }
            if isWhole, let number = Int(text) { return .int(number) }
            if !isWhole, let number = Double(text), number.isFinite { return .number(number) }
            guard isStrict else { return .string(text) }
            throw invalid("'\(text)' is more than a number keeps; put it in quotes to send it as a text")
        }
        guard isStrict else { return .string(text) }
        throw invalid("'\(text)' can be a text or not; put it in quotes to send the text, or write true, false or null")
    }

    /// Whether a text can be anything else, by its first byte and its length.
    private static func mayBeMore(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return true }
        return (0x30...0x39).contains(first) || (text.utf8.count < 8 && Array("-+.~tfnTFN".utf8).contains(first))
            || first == UInt8(ascii: "-")
    }

    private static func isEndless(_ text: String) -> Bool {
        let bare = text.lowercased()
        return [".inf", "-.inf", "+.inf", ".nan"].contains(bare)
    }

    /// Whether a number as JSON writes it (RFC 8259, 6) is whole; nil for what is none.
    private static func isNumber(_ bytes: [UInt8]) -> Bool? {
        var rest = bytes[...]
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let isZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || (whole > 1 && !isZero) else { return nil }
        var isWhole = true
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return nil }
            isWhole = false
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return nil }
            isWhole = false
        }
        return rest.isEmpty ? isWhole : nil
    }
}
