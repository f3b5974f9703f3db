import Records

/// Takes JSON out of JSON: a reply that was encoded twice, as gateways and tool calls leave it.
package enum WrappedJSON {
    private static let deepest = 3

    /// The JSON that stands as a text in a reply that is nothing but that text, or an object with that text as its only member;
    /// the reply itself for anything else.
    package static func unwrapped(_ reply: String) -> String {
        var text = reply
        for _ in 0..<deepest {
            guard let inner = inner(of: text.trimmedBlanks) else { return text }
            text = inner
        }
        return text
    }

    private static func inner(of text: String) -> String? {
        let bare = withoutFence(text)
        guard bare.first == "\"" || bare.first == "{" && bare.contains("\\\""),
            let value = TolerantJSON.value(Array(bare.utf8))
        else { return nil }
        let inner = value.stringValue ?? (value.members.count == 1 ? value.members.first?.value.stringValue : nil)
        guard let inner, let first = withoutFence(inner.trimmedBlanks).first, "{[\"".contains(first) else { return nil }
        return inner
    }

    private static func withoutFence(_ text: String) -> Substring {
        guard text.hasPrefix("```"), text.hasSuffix("```"), let line = text.firstIndex(where: \.isNewline) else {
            return text[...]
        }
        return Substring(String(text[line...].dropLast(3)).trimmedBlanks)
    }
}
