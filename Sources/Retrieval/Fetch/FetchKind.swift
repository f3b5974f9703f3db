/// A kind of document: the content types that are accepted and requested.
package enum FetchKind: Sendable {
    /// A web page.
    case page
    /// A feed.
    case feed
    /// A sitemap, compressed or not.
    case sitemap
    /// A `robots.txt`, cut at the size that is read.
    case robots
    /// An image, whose bytes tell its format.
    case image

    /// The `Accept` field.
    var accept: String {
        switch self {
        case .page: "text/html, application/xhtml+xml, text/plain;q=0.5"
        case .feed: "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1"
        case .sitemap: "application/xml, text/xml, application/gzip;q=0.9, */*;q=0.1"
        case .image: "image/png, image/jpeg, image/webp"
        case .robots: "text/plain, */*;q=0.1"
        }
    }

    /// Whether a body of this content type is read; without a type it is. Feeds and sitemaps show by their bytes what
    /// they are, and stores of files give them any type; only what is to be seen or heard is refused. A page is one, too, that
    /// begins as HTML does.
    func takes(contentType: String?, body: [UInt8] = []) -> Bool {
        guard let contentType else { return true }
        let bytes = contentType.utf8.prefix { $0 != UInt8(ascii: ";") }
        let type = String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self).lowercased()
        switch self {
        case .robots, .image: return true
        case .page:
            return ["", "text/html", "text/plain", "application/xhtml+xml"].contains(type) || Self.beginsAsHTML(body)
        case .feed, .sitemap: return !["image/", "audio/", "video/", "font/"].contains(where: type.hasPrefix)
        }
    }

    private static func beginsAsHTML(_ body: [UInt8]) -> Bool {
        let start = body.prefix(512).drop { $0 <= 0x20 || $0 >= 0x80 }
        let text = String(decoding: start.prefix(16), as: UTF8.self).lowercased()
        return text.hasPrefix("<!doctype html") || text.hasPrefix("<html")
    }
}
