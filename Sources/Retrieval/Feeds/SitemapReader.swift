import HTTPTransport

/// A sitemap, or an index of sitemaps.
package struct Sitemap: Sendable, Equatable {
    /// The pages it names.
    package var pages: [String]
    /// The sitemaps it names, if it is an index.
    package var sitemaps: [String]
}

/// Reads sitemaps in every form that the protocol has: XML, a feed, or one address a line, compressed or not.
package enum SitemapReader {
    /// The most addresses that are read of one, as the protocol allows.
    package static let addressLimit = 50_000
    /// The most bytes of one, unpacked, as the protocol allows.
    package static let byteLimit = 50 << 20

    /// Reads the bytes of a sitemap.
    ///
    /// - Parameters:
    ///   - url: where it was found, for relative addresses.
    ///   - contentType: the `Content-Type` field, for its charset.
    /// - Throws: ``FeedError`` when it is no sitemap. A damaged one is read as far as it goes.
    package static func read(
        _ bytes: [UInt8], at url: WebURL, contentType: String? = nil
    ) throws(FeedError) -> Sitemap {
        let source = try SourceText(bytes, contentType: contentType, limit: byteLimit)
        if source.form == .lines { return try lines(of: source.bytes) }
        let handler = SitemapHandler(url: url, limit: addressLimit)
        if source.form == .markup {
            XMLEvents.read(source.bytes, handler)
            if handler.isSitemap { return handler.sitemap }
        }
        do {
            let feed = try FeedReader.read(source, at: url, limit: addressLimit)
            return Sitemap(pages: feed.entries.map(\.url), sitemaps: [])
        } catch {
            throw .notASitemap(found: handler.root)
        }
    }

    /// One absolute address a line; what follows it on the line is a note. A text that begins otherwise is no sitemap.
    private static func lines(of bytes: [UInt8]) throws(FeedError) -> Sitemap {
        var pages: [String] = []
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) where pages.count < addressLimit {
            let words = line.split { $0 <= 0x20 }
            guard let word = words.first, word.first != UInt8(ascii: "#") else { continue }
            guard FeedAddress.isAbsolute(word) else {
                if pages.isEmpty { throw .notASitemap(found: "") }
                continue
            }
            if let address = FeedAddress.read(word, relativeTo: nil) { pages.append(address.text) }
        }
        guard !pages.isEmpty else { throw .notASitemap(found: "") }
        return Sitemap(pages: pages, sitemaps: [])
    }
}

/// Collects the addresses of a sitemap as they are read.
private final class SitemapHandler: XMLHandler {
    let siblings: Set<String> = ["url", "sitemap", "loc"]
    private(set) var root = ""
    private(set) var sitemap = Sitemap(pages: [], sitemaps: [])
    private let url: WebURL
    private let limit: Int
    private var path: [String] = []
    private var buffer: [UInt8] = []

    init(url: WebURL, limit: Int) {
        self.url = url
        self.limit = limit
    }

    var isSitemap: Bool { root == "urlset" || root == "sitemapindex" }

    func start(_ element: XMLElement) -> Bool {
        if root.isEmpty { root = element.name }
        path.append(element.name)
        buffer.removeAll(keepingCapacity: true)
        return isSitemap
    }

    func end() -> Bool {
        let name = path.popLast()
        let parent = path.last
        // Images and videos have a "loc" of their own; an index that leaves "loc" out has the address in its place.
        if name == "loc", parent == "url" || parent == "sitemap" {
            note(inIndex: parent == "sitemap")
        } else if name == "sitemap", parent == "sitemapindex", FeedAddress.isAbsolute(buffer) {
            note(inIndex: true)
        }
        buffer.removeAll(keepingCapacity: true)
        return sitemap.pages.count + sitemap.sitemaps.count < limit
    }

    private func note(inIndex: Bool) {
        guard let address = FeedAddress.read(buffer, relativeTo: url) else { return }
        if inIndex { sitemap.sitemaps.append(address.text) } else { sitemap.pages.append(address.text) }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        buffer.append(contentsOf: bytes.prefix(max(0, WebURL.maximumBytes - buffer.count)))
    }
}
