/// Collects the entries of an RSS or Atom feed as they are read.
final class XMLFeedHandler: XMLHandler {
    private(set) var title = ""
    private(set) var entries: [Feed.Entry] = []
    private(set) var root = ""
    private let entryLimit: Int
    private var path: [String] = []
    private var buffer: [UInt8] = []
    private var entry: Draft?

    /// The most bytes of a title or a link.
    private static let textLimit = 8192

    /// An entry that is being read: where a link may come from, best first.
    private struct Draft {
        /// How many elements are open around its content.
        let depth: Int
        var title = ""
        var alternate = ""
        var link = ""
        var guid = ""
        var about = ""
        var isPermaLink = true

        var url: String {
            [alternate, link, isPermaLink ? guid : "", about].first { !$0.isEmpty } ?? ""
        }
    }

    init(entryLimit: Int) {
        self.entryLimit = entryLimit
    }

    var isFeed: Bool { ["rss", "rdf", "feed"].contains(root.lowercased()) }

    func start(_ element: XMLElement) -> Bool {
        if path.isEmpty { root = element.name }
        guard isFeed else { return false }
        path.append(element.name)
        buffer.removeAll(keepingCapacity: true)
        switch element.name {
        case "item", "entry":
            if entry == nil {
                entry = Draft(depth: path.count, about: element.attributes["about"] ?? "")
            }
        case "link" where isDirect && isPlain(element):
            let relation = element.attributes["rel"] ?? "alternate"
            guard let target = element.attributes["href"], relation == "alternate" else { break }
            if entry?.alternate.isEmpty == true { entry?.alternate = target }
        case "guid" where isDirect: entry?.isPermaLink = element.attributes["isPermaLink"] != "false"
        default: break
        }
        return true
    }

    func end() -> Bool {
        guard let name = path.last else { return false }
        let text = trimmed()
        switch name {
        case "item", "entry": if entry?.depth == path.count { finish() }
        case "title" where isDirect: if entry?.title.isEmpty == true { entry?.title = text }
        case "link" where isDirect: if entry?.link.isEmpty == true { entry?.link = text }
        case "guid" where isDirect: entry?.guid = text
        case "title" where entry == nil && path.count <= 3: if title.isEmpty { title = text }
        default: break
        }
        path.removeLast()
        buffer.removeAll(keepingCapacity: true)
        return entries.count < entryLimit
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        buffer.append(contentsOf: bytes.prefix(Self.textLimit - min(buffer.count, Self.textLimit)))
    }

    /// Whether the element at hand stands directly in an entry: an author's or a source's title is another's.
    private var isDirect: Bool { entry.map { $0.depth + 1 == path.count } ?? false }

    /// RSS, or Atom, whose links stand in RSS feeds too and then often mean the feed itself.
    private func isPlain(_ element: XMLElement) -> Bool {
        root.lowercased() == "feed" || !element.space.hasSuffix("/Atom")
    }

    private func finish() {
        guard let done = entry else { return }
        if !done.url.isEmpty { entries.append(Feed.Entry(url: done.url, title: done.title)) }
        entry = nil
    }

    private func trimmed() -> String {
        let words = String(decoding: buffer, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return words.joined(separator: " ")
    }
}
