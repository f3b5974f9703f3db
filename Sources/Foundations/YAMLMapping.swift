import Yams

/// The keys and values of a YAML mapping, in the order of the file.
package struct YAMLMapping {
    struct Entry {
        let key: String
        let place: SourceLocation
        let value: YAMLValue
    }

    let entries: [Entry]
    /// Where the mapping begins.
    package let location: SourceLocation

    /// Keys with their places, in the order of the file.
    package var keys: [(key: String, place: SourceLocation)] {
        entries.map { ($0.key, $0.place) }
    }

    /// Keys and values, in the order of the file.
    package var pairs: [(key: String, value: YAMLValue)] {
        entries.map { ($0.key, $0.value) }
    }

    /// The value of `key`, or nil when the key is absent or its value is `null`.
    package subscript(key: String) -> YAMLValue? {
        guard let value = entries.first(where: { $0.key == key })?.value, value.node.null == nil else { return nil }
        return value
    }

    /// The value of a key that has to be there.
    ///
    /// - Throws: ``ConfigurationError/missingKey(_:key:)`` when it is not.
    package func required(_ key: String) throws(ConfigurationError) -> YAMLValue {
        guard let value = self[key] else { throw ConfigurationError.missingKey(location, key: key) }
        return value
    }

    /// A text that has to be there and has more than white space in it.
    ///
    /// - Throws: ``ConfigurationError/missingKey(_:key:)`` or ``ConfigurationError/invalid(_:_:)``.
    package func text(_ key: String) throws(ConfigurationError) -> String {
        let value = try required(key)
        let text = try value.string().trimmed
        guard !text.isEmpty else { throw value.invalid("'\(key)' is empty") }
        return text
    }

    /// A text, or nil when the key is absent.
    ///
    /// - Throws: ``ConfigurationError/invalid(_:_:)`` when it is not a text.
    package func optionalText(_ key: String) throws(ConfigurationError) -> String? {
        try self[key]?.string().trimmed
    }

    /// A list of texts, empty when the key is absent.
    ///
    /// - Throws: ``ConfigurationError/invalid(_:_:)`` when it is not a list of texts.
    package func texts(_ key: String) throws(ConfigurationError) -> [String] {
        try self[key]?.strings() ?? []
    }
}

extension String {
    /// The text without white space and line ends around it.
    package var trimmed: String {
        guard let start = firstIndex(where: { !$0.isWhitespace }) else { return "" }
        let end = lastIndex(where: { !$0.isWhitespace }) ?? start
        return String(self[start...end])
    }
}
