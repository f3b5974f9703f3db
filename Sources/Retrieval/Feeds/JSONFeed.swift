import HTTPTransport
import PageExtraction

/// JSON Feed, versions 1 and 1.1.
enum JSONFeed {
    /// - Throws: ``FeedError/notAFeed(found:)``.
    static func read(_ bytes: [UInt8], at url: WebURL, limit: Int) throws(FeedError) -> Feed {
        guard let document = LooseJSON.values(in: bytes).first, let items = document["items"]?.list,
            document["version"]?.text?.contains("jsonfeed.org") == true || document["home_page_url"] != nil
                || document["feed_url"] != nil
        else { throw .notAFeed(found: "JSON") }
        let entries = items.prefix(limit).compactMap { item -> Feed.Entry? in
            let named = [item["url"], item["external_url"]].compactMap { $0?.text }
            // An id is often an address, and as often a number.
            let id = item["id"]?.text.flatMap { $0.hasPrefix("/") || FeedAddress.isAbsolute($0.utf8) ? $0 : nil }
            for candidate in named + [id].compactMap({ $0 }) {
                guard let address = FeedAddress.read(Array(candidate.utf8), relativeTo: url) else { continue }
                return Feed.Entry(url: address.text, title: item["title"]?.text ?? "")
            }
            return nil
        }
        return Feed(title: document["title"]?.text ?? "", entries: entries)
    }
}
