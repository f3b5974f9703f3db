/// What must never be seen in an error, a description or a log, and how it is hidden.
package enum Redaction {
    /// What stands in the place of a secret.
    package static let mark = "<redacted>"

    private static let secretHeaders = [
        "authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "set-cookie",
        "x-auth-token", "x-amz-security-token", "x-subscription-token",
    ]

    private static let secretQueryNames = [
        "key", "api_key", "api-key", "apikey", "token", "access_token", "sig", "signature", "password", "secret",
    ]

    /// Whether the value of this header is a secret; case does not matter.
    package static func isSecret(header name: String) -> Bool {
        secretHeaders.contains { HTTPHeaders.same($0, name) }
    }

    /// The URL without user name, password and fragment, and with the values of query fields that name keys hidden.
    package static func url(_ url: String) -> String {
        var rest = url[...]
        if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
        var query: Substring?
        if let mark = rest.firstIndex(of: "?") {
            query = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        let shown = text(Array(withoutUser(rest).utf8), limit: 300)
        guard let query else { return shown }
        let fields = query.split(separator: "&", omittingEmptySubsequences: false).map { field -> String in
            let name = field.prefix { $0 != "=" }
            guard name.endIndex != field.endIndex, secretQueryNames.contains(where: { isSame($0, name) }) else {
                return text(Array(field.utf8), limit: 100)
            }
            return text(Array(name.utf8), limit: 100) + "=" + mark
        }
        return shown + "?" + fields.joined(separator: "&")
    }

    /// The first `limit` characters of bytes as text, invalid UTF-8 replaced and control characters made spaces.
    package static func text(_ bytes: some Sequence<UInt8>, limit: Int) -> String {
        // Four bytes a character at most, so a large body is never decoded whole.
        let decoded = String(decoding: Array(bytes.prefix(limit * 4)), as: UTF8.self)
        var shown = ""
        for scalar in decoded.unicodeScalars.prefix(limit) {
            let isControl: Bool
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: isControl = true
            default: isControl = false
            }
            shown.unicodeScalars.append(isControl ? " " : scalar)
        }
        return shown
    }

    private static func isSame(_ left: String, _ right: Substring) -> Bool {
        HTTPHeaders.same(left, String(right))
    }

    private static func withoutUser(_ url: Substring) -> String {
        guard let scheme = url.firstRange(of: "://") else { return String(url) }
        let afterScheme = url[scheme.upperBound...]
        let authority = afterScheme.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return String(url) }
        return String(url[..<scheme.upperBound]) + String(url[url.index(after: at)...])
    }
}
