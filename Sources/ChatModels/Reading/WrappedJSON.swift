import Foundations
import Records

/// Takes JSON out of JSON: a reply that was encoded twice, as gateways and tool calls leave it.
package enum WrappedJSON {
    private static let deepest = 3

    /// What stands within a reply that is nothing but a JSON text, or JSON as the arguments of a call or as an object's only
    /// member; the reply itself for anything else.
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
        if let inner = value.stringValue { return inner }
        let carrier = value["arguments"] ?? (value.members.count == 1 ? value.members.first?.value : nil)
        guard let inner = carrier?.stringValue, let first = withoutFence(inner.trimmedBlanks).first,
            first == "{" || first == "["
        else { return nil }
        return inner
    }

    private static func withoutFence(_ text: String) -> Substring {
        guard text.hasPrefix("```"), text.hasSuffix("```"), let line = text.firstIndex(where: \.isNewline) else {
            return text[...]
        }
        return Substring(String(text[line...].dropLast(3)).trimmedBlanks)
    }
}
