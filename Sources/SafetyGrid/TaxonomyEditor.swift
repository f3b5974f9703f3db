import Foundations

/// Adds a value to the text of a taxonomy as a person would: at the end of its list, with all comments left alone.
package enum TaxonomyEditor {
    /// The text with the value added.
    ///
    /// - Parameters:
    ///   - value: the value; ids are checked
    ///   - text: the taxonomy
    ///   - file: its path, for messages
    /// - Throws: ``ConfigurationError`` for a text that is no taxonomy, an id that is taken, or a list that is written on one line.
    package static func adding(_ value: DimensionValue, to text: String, file: String) throws(ConfigurationError)
        -> String
    {
        let before = try Taxonomy(text: text, file: file)
        // The line ends of the file stay as they are.
        let lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
        var lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        guard let start = lines.firstIndex(where: { $0.hasPrefix("values:") }) else {
            throw .missingKey(SourceLocation(file: file), key: "values")
        }
        var end = start
        var indent = "  "
        for index in lines.indices.dropFirst(start + 1) {
            let content = lines[index].drop { $0 == " " }
            if content.isEmpty || content.hasPrefix("#") { continue }
            let depth = lines[index].prefix { $0 == " " }
            if depth.isEmpty, !content.hasPrefix("-") { break }
            if end == start { indent = String(depth) }
            end = index
        }
        guard end > start else {
            throw .invalid(
                SourceLocation(file: file, line: start + 1),
                "write the values as a list, one '- id:' a line, to add one")
        }
        lines.insert(contentsOf: entry(value, indent: indent), at: end + 1)
        let result = lines.map { $0 + lineEnd }.joined()
        let after = try Taxonomy(text: result, file: file)
        guard after.values.dropLast() == before.values[...], after.values.last?.id == value.id else {
            throw .invalid(SourceLocation(file: file), "the value could not be added; add it by hand")
        }
        return result
    }

    /// A taxonomy of one value.
    package static func taxonomy(
        id: String, title: String, source: String, value: DimensionValue
    ) -> String {
        let head = [
            "id: \(id)", "dimension: hazard", "title: \(quoted(title))", "source: \(quoted(source))", "values:",
        ]
        return (head + entry(value, indent: "  ")).joined(separator: "\n") + "\n"
    }

    private static func entry(_ value: DimensionValue, indent: String) -> [String] {
        var members = [
            "id: \(value.id)", "title: \(quoted(value.title))", "definition: \(quoted(value.definition))",
            "source: \(quoted(value.source))",
        ]
        if let parent = value.parent { members.append("parent: \(parent)") }
        if let topic = value.topic { members.append("topic: \(quoted(topic))") }
        if let asks = value.asks { members.append("asks: \(quoted(asks))") }
        if value.isProtective { members.append("protective: true") }
        if let severity = value.severity { members.append("severity: \(severity)") }
        if let pages = value.pages { members.append("pages: [\(pages.map(quoted).joined(separator: ", "))]") }
        return members.enumerated().map { indent + ($0 == 0 ? "- " : "  ") + $1 }
    }

    /// A YAML text in double quotes; control characters and line ends are escaped.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default:
                if scalar.properties.generalCategory == .control || (0x2028...0x2029).contains(scalar.value) {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
