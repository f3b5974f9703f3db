import HTTPTransport

/// A sitemap, or an index of sitemaps.
package struct Sitemap: Sendable, Equatable {
    /// The pages it names.
    package var pages: [String]
    /// The sitemaps it names, if it is an index.
    package var sitemaps: [String]
}

/// Reads sitemaps, compressed or not.
package enum SitemapReader {
    /// The most addresses that are read of one, as the protocol allows.
    package static let addressLimit = 50_000
    /// The most bytes of one, unpacked, as the protocol allows.
    package static let byteLimit = 50 << 20

    /// Reads the bytes of a sitemap.
    ///
    /// - Parameter url: where it was found, for relative addresses.
    /// - Throws: ``FeedError`` when it is no sitemap. A damaged one is read as far as it goes.
    package static func read(_ bytes: [UInt8], at url: WebURL) throws(FeedError) -> Sitemap {
        let unpacked: [UInt8]
        do {
            unpacked = try PageExtractor(limits: ExtractionLimits(maximumBytes: byteLimit)).unpack(bytes)
        } catch {
            throw .damaged
        }
        let handler = SitemapHandler(limit: addressLimit)
        XMLEvents.read(unpacked, handler)
        guard handler.isSitemap else { throw .notASitemap(found: handler.root) }
        let addresses = handler.addresses.compactMap { try? WebURL($0, relativeTo: url).text }
        return handler.root == "sitemapindex"
            ? Sitemap(pages: [], sitemaps: addresses) : Sitemap(pages: addresses, sitemaps: [])
    }
}

/// Collects the addresses of a sitemap as they are read.
private final class SitemapHandler: XMLHandler {
    private(set) var root = ""
    private(set) var addresses: [String] = []
    private let limit: Int
    private var path: [String] = []
    private var buffer: [UInt8] = []

    init(limit: Int) {
        self.limit = limit
    }

    var isSitemap: Bool { root == "urlset" || root == "sitemapindex" }

    func start(_ element: XMLElement) -> Bool {
        if path.isEmpty { root = element.name }
        path.append(element.name)
        buffer.removeAll(keepingCapacity: true)
        return isSitemap
    }

    func end() -> Bool {
        // Images and videos have a "loc" of their own, one level deeper.
        if path.count == 3, path[2] == "loc" {
            let text = String(decoding: buffer.filter { $0 > 0x20 }, as: UTF8.self)
            if !text.isEmpty { addresses.append(text) }
        }
        _ = path.popLast()
        return addresses.count < limit
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        buffer.append(contentsOf: bytes.prefix(max(0, WebURL.maximumBytes - buffer.count)))
    }
}
