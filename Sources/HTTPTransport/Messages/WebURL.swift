import CCurl

/// An absolute `http` or `https` URL, read by libcurl's own parser, so that what is checked is what is connected to.
///
/// The text is normal: small letters in scheme and host, no default port, no dot segments, no user name, no fragment,
/// percent-encoding in capitals and only where it is needed. Numeric spellings of IPv4 addresses (`0x7f.1`) are dotted
/// decimals, and international host names are in their ASCII form.
package struct WebURL: Sendable, Hashable {
    /// The most bytes a URL may have.
    package static let maximumBytes = 4096

    /// The whole URL.
    package let text: String
    /// `http` or `https`.
    package let scheme: String
    /// The host's name or address; IPv6 in brackets.
    package let host: String
    /// The port, the scheme's own where none is given.
    package let port: Int
    /// Begins with a slash.
    package let path: String
    /// Without the question mark; `nil` when there is none.
    package let query: String?

    /// Reads a URL, or a reference as it stands in a page or a `Location`.
    ///
    /// - Parameters:
    ///   - text: surrounding white space and line breaks within are ignored, as browsers do.
    ///   - base: what a relative reference is relative to.
    /// - Throws: `HTTPError.invalidURL`, for another scheme than http and https too.
    package init(_ text: String, relativeTo base: WebURL? = nil) throws(HTTPError) {
        let clean = Self.clean(text)
        guard clean.utf8.count <= Self.maximumBytes, let handle = curl_url() else {
            throw .invalidURL(Redaction.url(String(text.prefix(300))))
        }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_URLENCODE | CURLU_ALLOW_SPACE)
        if let base { curl_url_set(handle, CURLUPART_URL, base.text, 0) }
        let isSame = clean.isEmpty && base != nil
        guard isSame || curl_url_set(handle, CURLUPART_URL, clean, flags) == CURLUE_OK,
            let scheme = Self.part(CURLUPART_SCHEME, of: handle)?.lowercased(), scheme == "http" || scheme == "https",
            var host = ccurl_url_host(handle).map(Self.taken)?.lowercased(),
            let port = Self.part(CURLUPART_PORT, of: handle, UInt32(CURLU_DEFAULT_PORT)).flatMap({ Int($0) })
        else { throw .invalidURL(Redaction.url(clean)) }
        if host.hasSuffix(".") { host.removeLast() }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), port > 0 else {
            throw .invalidURL(Redaction.url(clean))
        }
        let raw = Self.part(CURLUPART_PATH, of: handle) ?? "/"
        var path = Self.normal(raw)
        // Dots that were encoded are dots now, and libcurl would resolve them as it sends the request.
        if path != raw, path.contains("/.") { path = Self.withoutDots(path) }
        let query = Self.part(CURLUPART_QUERY, of: handle).map(Self.normal)
        self.init(scheme: scheme, host: host, port: port, path: path.isEmpty ? "/" : path, query: query)
    }

    private init(scheme: String, host: String, port: Int, path: String, query: String?) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
        let isDefault = port == (scheme == "https" ? 443 : 80)
        text =
            "\(scheme)://\(host)" + (isDefault ? "" : ":\(port)") + path + (query.map { "?\($0)" } ?? "")
    }

    /// Scheme, host and port: what one `robots.txt` holds for.
    package var origin: String { "\(scheme)://\(host):\(port)" }

    /// The same URL with another path and query, taken as they are.
    package func with(path: String, query: String?) -> WebURL {
        WebURL(scheme: scheme, host: host, port: port, path: path, query: query)
    }

    private static func clean(_ text: String) -> String {
        var bytes = text.utf8.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D && $0 != 0 }[...]
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return String(decoding: bytes.prefix { $0 != 0x23 }, as: UTF8.self)
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer, _ flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK else { return nil }
        return text.map(taken)
    }

    /// The text that libcurl gave, which is freed.
    private static func taken(_ text: UnsafeMutablePointer<CChar>) -> String {
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// RFC 3986 section 5.2.4.
    private static func withoutDots(_ path: String) -> String {
        var kept: [Substring] = []
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for segment in segments {
            switch segment {
            case ".": continue
            case "..": _ = kept.popLast()
            default: kept.append(segment)
            }
        }
        if let last = segments.last, last == "." || last == ".." { kept.append("") }
        return "/" + kept.joined(separator: "/")
    }

    /// Percent-encoding as RFC 3986 section 6.2.2 wants it.
    private static func normal(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        return String(decoding: PercentEncoding.normal(Array(text.utf8)), as: UTF8.self)
    }
}

extension WebURL: CustomStringConvertible {
    /// The URL with secrets in its query hidden.
    package var description: String { Redaction.url(text) }
}
