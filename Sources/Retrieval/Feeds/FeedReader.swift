import HTTPTransport

/// Reads RSS 0.9x, 1.0 and 2.0, Atom, and JSON Feed.
package enum FeedReader {
    /// The most entries that are read.
    package static let entryLimit = 1000
    /// The most bytes of a feed, unpacked.
    package static let byteLimit = 50 << 20

    /// Reads the bytes of a feed, packed or not, in any encoding.
    ///
    /// - Parameters:
    ///   - url: where it was found, for relative links.
    ///   - contentType: the `Content-Type` field, for its charset.
    /// - Throws: ``FeedError`` when it is no feed. A damaged one is read as far as it goes.
    package static func read(
        _ bytes: [UInt8], at url: WebURL, contentType: String? = nil
    ) throws(FeedError) -> Feed {
        let source = try SourceText(bytes, contentType: contentType, limit: byteLimit)
        return try read(source, at: url, limit: entryLimit)
    }

    /// Reads a feed of at most `limit` entries, each address once.
    static func read(_ source: SourceText, at url: WebURL, limit: Int) throws(FeedError) -> Feed {
        var feed: Feed
        switch source.form {
        case .json: feed = try JSONFeed.read(source.bytes, at: url, limit: limit)
        case .lines: throw .notAFeed(found: "")
        case .markup:
            let handler = XMLFeedHandler(url: url, entryLimit: limit)
            XMLEvents.read(source.bytes, handler)
            guard handler.isFeed else { throw .notAFeed(found: handler.root) }
            feed = Feed(title: handler.title, entries: handler.entries)
        }
        var seen: Set<String> = []
        feed.entries = feed.entries.filter { seen.insert($0.url).inserted }
        return feed
    }
}

/// Why a feed or a sitemap could not be read.
package enum FeedError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another document; `found` is its root element, as it stands there.
    case notAFeed(found: String)
    /// Another document than a sitemap.
    case notASitemap(found: String)
    /// Compressed data that is damaged or too large.
    case damaged

    /// The fault and the remedy.
    package var description: String {
        switch self {
        case .notAFeed(let found): "not a feed (\(Self.shown(found))); give the address of an RSS, Atom or JSON feed"
        case .notASitemap(let found): "not a sitemap (\(Self.shown(found))); give the address of a sitemap.xml"
        case .damaged: "its compressed data is damaged or too large"
        }
    }

    private static func shown(_ found: String) -> String {
        found.isEmpty ? "no XML" : "<\(Redaction.text(found.utf8, limit: 40))>"
    }
}
