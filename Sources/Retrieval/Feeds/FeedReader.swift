import HTTPTransport

/// Reads RSS 0.9x, 1.0 and 2.0, Atom, and JSON Feed.
package enum FeedReader {
    /// The most entries that are read.
    package static let entryLimit = 1000

    /// Reads the bytes of a feed.
    ///
    /// - Parameter url: where it was found, for relative links.
    /// - Throws: ``FeedError`` when it is no feed. A damaged one is read as far as it goes.
    package static func read(_ bytes: [UInt8], at url: WebURL) throws(FeedError) -> Feed {
        let feed: Feed
        if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
            feed = try JSONFeed.read(bytes)
        } else {
            let handler = XMLFeedHandler(entryLimit: entryLimit)
            XMLEvents.read(bytes, handler)
            guard handler.isFeed else { throw .notAFeed(found: handler.root) }
            feed = Feed(title: handler.title, entries: handler.entries)
        }
        var seen: Set<String> = []
        let entries = feed.entries.compactMap { entry -> Feed.Entry? in
            guard let address = try? WebURL(entry.url, relativeTo: url), seen.insert(address.text).inserted else {
                return nil
            }
            return Feed.Entry(url: address.text, title: entry.title)
        }
        return Feed(title: feed.title, entries: entries)
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

    /// What was wrong, and what to do.
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
