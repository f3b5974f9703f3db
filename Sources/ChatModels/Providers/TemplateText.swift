import Foundations

/// A text of a template, and how a value is written into it: as it is or, where the text is code of some kind, so that the value
/// stays one text in it.
struct TemplateText {
    /// The text, with quotes around a placeholder that stands where a value of JSON should.
    let text: String
    /// Makes a value fit for it.
    let escape: @Sendable (String) -> String

    /// A text within a body of JSON: JSON once more, or a query of GraphQL, has its values in quotes.
    init(_ text: String) {
        if Self.isJSON(text) {
            self.init(JSONTemplate.quoted(text), Self.quoted)
        } else if Self.isQuery(text) {
            self.init(text, Self.quoted)
        } else {
            self.init(text, Self.plain)
        }
    }

    /// A text that is all of a body.
    ///
    /// - Parameter type: its `Content-Type`
    init(_ text: String, type: String) {
        let type = type.lowercased()
        if type.contains("x-www-form-urlencoded") {
            self.init(text, ApplicationBody.escaped)
        } else if type.contains("xml") || type.contains("html") {
            self.init(text, Self.markup)
        } else {
            self.init(text, Self.plain)
        }
    }

    private init(_ text: String, _ escape: @escaping @Sendable (String) -> String) {
        self.text = text
        self.escape = escape
    }

    private static func isJSON(_ text: String) -> Bool {
        let start = text.trimmedBlanks
        guard start.prefixMatch(of: /\{\s*"|\[\s*(\{\s*)?"/) != nil else { return false }
        let plain = JSONTemplate.quoted(start)
        return TolerantJSON.value(Array(plain.utf8)).map { !$0.members.isEmpty || !$0.items.isEmpty } ?? false
    }

    /// Whether it is a query of GraphQL with a placeholder in quotes.
    private static func isQuery(_ text: String) -> Bool {
        let plain = text.trimmedBlanks
        guard plain.hasSuffix("}"), !plain.hasSuffix("}}"), let place = plain.firstRange(of: "{{"),
            plain[..<place.lowerBound].hasSuffix("\"")
        else { return false }
        return plain.prefixMatch(of: /((query|mutation|subscription)\b[^"{]*)?\{\s*\w/) != nil
    }

    @Sendable private static func plain(_ value: String) -> String { value }

    @Sendable private static func quoted(_ value: String) -> String {
        String(JSONValue.string(value).text.dropFirst().dropLast())
    }

    @Sendable private static func markup(_ value: String) -> String {
        value.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&apos;")
    }
}
