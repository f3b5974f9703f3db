/// The little of a URL that the transport itself has to know.
enum URLHost {
    /// Host and port as the URL gives them, in lower case and without user name.
    /// - Throws: `HTTPError.invalidURL` unless the URL is absolute, http or https, and free of spaces and controls.
    static func parse(_ url: String) throws(HTTPError) -> String {
        let bytes = url.utf8
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { throw .invalidURL(Redaction.url(url)) }
        let rest: Substring.UTF8View
        if let after = strip("https://", bytes) ?? strip("http://", bytes) {
            rest = after
        } else {
            throw .invalidURL(Redaction.url(url))
        }
        let authority = rest.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
        let host = authority.lastIndex(of: 0x40).map { authority[authority.index(after: $0)...] } ?? authority
        guard let first = host.first, first != 0x3A else { throw .invalidURL(Redaction.url(url)) }
        return String(Substring(host)).lowercased()
    }

    private static func strip(_ prefix: String, _ bytes: String.UTF8View) -> Substring.UTF8View? {
        guard bytes.count > prefix.utf8.count else { return nil }
        let matches = zip(prefix.utf8, bytes).allSatisfy { $0 == $1 || ($1 >= 0x41 && $1 <= 0x5A && $0 == $1 | 0x20) }
        return matches ? bytes.dropFirst(prefix.utf8.count) : nil
    }
}
