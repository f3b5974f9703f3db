import FoundationEssentials

/// JSON Feed, versions 1 and 1.1.
enum JSONFeed {
    private struct Document: Decodable {
        let version: String
        let title: String?
        let items: [Item]
    }

    private struct Item: Decodable {
        let url: String?
        let externalURL: String?
        let id: String?
        let title: String?

        enum CodingKeys: String, CodingKey {
            case url, id, title
            case externalURL = "external_url"
        }
    }

    /// - Throws: ``FeedError/notAFeed(found:)``.
    static func read(_ bytes: [UInt8]) throws(FeedError) -> Feed {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
            document.version.contains("jsonfeed.org")
        else { throw .notAFeed(found: "JSON") }
        let entries = document.items.prefix(FeedReader.entryLimit).compactMap { item -> Feed.Entry? in
            guard let url = item.url ?? item.externalURL ?? item.id else { return nil }
            return Feed.Entry(url: url, title: item.title ?? "")
        }
        return Feed(title: document.title ?? "", entries: entries)
    }
}
