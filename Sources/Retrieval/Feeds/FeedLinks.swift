import HTTPTransport

/// The feeds that a page of HTML names for those who read it (`<link rel="alternate" type="application/rss+xml">`).
final class FeedLinks: XMLHandler {
    private var base: WebURL
    private var found: [(url: WebURL, isOfComments: Bool)] = []

    private static let types = ["application/rss", "application/atom", "application/rdf", "application/feed+json"]
    /// The most links that are looked at.
    private static let limit = 20

    private init(_ url: WebURL) {
        base = url
    }

    /// The feed to read for a page; that of its comments only where there is no other. Nil when it names none.
    static func first(in source: SourceText, at url: WebURL) -> WebURL? {
        guard source.form == .markup else { return nil }
        let links = FeedLinks(url)
        XMLEvents.read(source.bytes, links)
        return (links.found.first { !$0.isOfComments } ?? links.found.first)?.url
    }

    func start(_ element: XMLElement) -> Bool {
        guard let target = element.attributes["href"] else { return true }
        if element.name == "base" {
            base = FeedAddress.read(Array(target.utf8), relativeTo: base) ?? base
            return true
        }
        let relations = (element.attributes["rel"] ?? "").lowercased().split { $0.isWhitespace }
        let type = (element.attributes["type"] ?? "").lowercased()
        guard element.name == "link", relations.contains("alternate") || relations.contains("feed"),
            Self.types.contains(where: type.hasPrefix),
            let url = FeedAddress.read(Array(target.utf8), relativeTo: base)
        else { return true }
        let words = ((element.attributes["title"] ?? "") + target).lowercased()
        found.append((url, words.contains("comment")))
        return found.count < Self.limit
    }

    func end() -> Bool { true }
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
