import Records
import SafetyGrid

extension YAMLValue {
    /// The value as JSON: a plain scalar is what it looks like, one in quotes is a text.
    ///
    /// - Throws: ``SeedError`` when a key is not a text.
    func json() throws(SeedError) -> JSONValue {
        if isNull { return .null }
        if let items = try? list() {
            var values: [JSONValue] = []
            for item in items { values.append(try item.json()) }
            return .array(values)
        }
        if let text = try? string() { return isQuoted ? .string(text) : scalar(text) }
        return .object(try jsonObject())
    }

    /// The value as the members of a JSON object.
    ///
    /// - Throws: ``SeedError`` when it is not a mapping.
    func jsonObject() throws(SeedError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for (key, value) in try mapping().pairs { members[key] = try value.json() }
        return members
    }

    private func scalar(_ text: String) -> JSONValue {
        if let number = try? int() { return .int(number) }
        if let number = try? double() { return .number(number) }
        if let truth = try? bool() { return .bool(truth) }
        return .string(text)
    }
}
