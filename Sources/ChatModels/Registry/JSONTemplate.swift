import Foundations

/// JSON as people write it with placeholders in it.
enum JSONTemplate {
    /// A placeholder, perhaps with blanks in it.
    fileprivate static var placeholder: Regex<(Substring, Substring)> {
        /\{\{\s*(prompt|messages|tools|session|mcp|token)\s*\}\}/
    }

    /// The text with quotes around placeholders that stand where a value should: `{"message": {{prompt}}}`.
    static func quoted(_ text: String) -> String {
        let placeholder = placeholder
        var result = ""
        var rest = text[...]
        var isQuoted = false
        while let character = rest.first {
            if !isQuoted, let placeholder = rest.prefixMatch(of: placeholder) {
                result += "\"{{\(placeholder.1)}}\""
                rest = rest[placeholder.range.upperBound...]
                continue
            }
            rest.removeFirst()
            result.append(character)
            if character == "\"" {
                isQuoted.toggle()
            } else if isQuoted, character == "\\", let escaped = rest.popFirst() {
                result.append(escaped)
            }
        }
        return result
    }
}

extension JSONValue {
    /// The value with blanks taken out of placeholders: `{{ prompt }}` is `{{prompt}}`.
    var withPlainPlaceholders: JSONValue {
        switch self {
        case .string(let text):
            .string(text.replacing(JSONTemplate.placeholder) { "{{\($0.1)}}" })
        case .array(let items): .array(items.map(\.withPlainPlaceholders))
        case .object(let members): .object(members.mapValues(\.withPlainPlaceholders))
        case .null, .bool, .int, .number: self
        }
    }
}
