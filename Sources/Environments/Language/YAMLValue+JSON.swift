import Foundations

extension YAMLValue {
    /// The value as JSON: what stands in quotes is a text, plain words as YAML 1.2's core schema reads them.
    ///
    /// - Throws: ``ConfigurationError`` for a key that is no text.
    func json() throws(ConfigurationError) -> JSONValue {
        if isMapping {
            var members: [String: JSONValue] = [:]
            for (key, value) in try mapping().pairs { members[key] = try value.json() }
            return .object(members)
        }
        if isList {
            var items: [JSONValue] = []
            for item in try list() { items.append(try item.json()) }
            return .array(items)
        }
        let text = try string()
        return isQuoted ? .string(text) : Self.plain(text)
    }

    private static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: break
        }
        guard let first = text.utf8.first, first < 0x3A, first >= 0x2B else { return .string(text) }
        if let number = Int(text) { return .int(number) }
        let isNumber = text.utf8.allSatisfy { (0x2B...0x39).contains($0) || $0 | 0x20 == UInt8(ascii: "e") }
        if isNumber, let number = Double(text), number.isFinite { return .number(number) }
        return .string(text)
    }

    /// What `body` makes of the value, its fault with the value's place.
    func placed<Result>(
        _ body: () throws(TemplateFault) -> Result
    ) throws(ConfigurationError) -> Result {
        do { return try body() } catch { throw invalid(error.problem) }
    }

    /// A text with slots.
    func textTemplate() throws(ConfigurationError) -> TextTemplate {
        let text = try string()
        return try placed { () throws(TemplateFault) in try TextTemplate(text) }
    }

    /// A value with slots.
    func valueTemplate() throws(ConfigurationError) -> ValueTemplate {
        let value = try json()
        return try placed { () throws(TemplateFault) in try ValueTemplate(value) }
    }

    /// A place: in the state with a leading `/`, else below a name, or in an item when `isField`.
    func path(isField: Bool = false) throws(ConfigurationError) -> ValuePath {
        let text = try string()
        return try placed { () throws(TemplateFault) in try ValuePath(text, isField: isField) }
    }

    /// The segments of a JSON pointer without slots.
    func pointer() throws(ConfigurationError) -> [String] {
        let path = try path()
        let segments = path.segments.compactMap(\.constant)
        guard path.root == .state, segments.count == path.segments.count else {
            throw invalid("expected a JSON pointer such as /inbox/m1/text, without slots")
        }
        return segments
    }
}
