import Foundations
import HTTPTransport
import PageExtraction

/// Collects the entries of an RSS or Atom feed as they are read.
final class XMLFeedHandler: XMLHandler {
    let siblings: Set<String> = ["item", "entry"]
    private(set) var title = ""
    private(set) var entries: [Feed.Entry] = []
    private(set) var root = ""
    private let url: WebURL
    private let entryLimit: Int
    private var path: [String] = []
    /// The bases of relative addresses, by the number of elements around them.
    private var bases: [(depth: Int, url: WebURL)]
    private var buffer: [UInt8] = []
    private var entry: Draft?

    /// The most bytes of a title or a link.
    private static let textLimit = 8192
    /// Prefixes of extensions whose titles and links are not the entry's.
    private static let foreign: Set<String> = ["media", "itunes", "dc", "googleplay", "image", "thr", "podcast"]

    /// Where an entry's address may stand, best first. A feed that passes through a service names the original beside
    /// it.
    private enum Origin: Int {
        case original, alternate, link, permaLink, other, id, content, about
    }

    /// An entry that is being read.
    private struct Draft {
        /// How many elements are open around its content.
        let depth: Int
        var title = ""
        var links: [Origin: WebURL] = [:]
        /// The `isPermaLink` attribute of its `guid`.
        var permaLink: String?

        var url: WebURL? { links.min { $0.key.rawValue < $1.key.rawValue }?.value }
    }

    /// - Parameter url: where the feed was found.
    init(url: WebURL, entryLimit: Int) {
        self.url = url
        self.entryLimit = entryLimit
        bases = [(0, url)]
    }

    var isFeed: Bool { ["rss", "rdf", "feed", "channel"].contains(root) }

    func start(_ element: XMLElement) -> Bool {
        if root.isEmpty { root = element.name }
        guard isFeed else { return false }
        path.append(element.name)
        buffer.removeAll(keepingCapacity: true)
        if let base = element.attributes["xml:base"], let url = address(base) { bases.append((path.count, url)) }
        switch element.name {
        case "item", "entry":
            guard entry == nil else { break }
            entry = Draft(depth: path.count)
            if let about = element.attributes["about"], FeedAddress.isAbsolute(about.utf8) { note(.about, about) }
        case "link" where isDirect: readLink(element)
        case "guid" where isDirect: entry?.permaLink = element.attributes["ispermalink"]?.lowercased() ?? ""
        case "content" where isDirect:
            if let source = element.attributes["src"] { note(.content, source) }
        case _ where Self.foreign.contains(element.prefix):
            // Its text is read as that of an element without a meaning.
            path[path.count - 1] = ""
        default: break
        }
        return true
    }

    /// A link with its address in an attribute.
    private func readLink(_ element: XMLElement) {
        guard let target = element.attributes["href"] else { return }
        let relation = (element.attributes["rel"] ?? "").lowercased()
        guard relation.isEmpty || relation.split(separator: "/").last == "alternate" else { return }
        let type = (element.attributes["type"] ?? "text/html").lowercased()
        // Links of Atom stand in RSS feeds too, and then often mean the feed itself.
        let isAtom = element.space.hasSuffix("/Atom") || element.space.isEmpty && !element.prefix.isEmpty
        note((root == "feed" || !isAtom) && type.contains("html") ? .alternate : .other, target)
    }

    func end() -> Bool {
        guard let name = path.last else { return false }
        switch name {
        case "item", "entry": if entry?.depth == path.count { keepEntry() }
        case "title" where isDirect: if entry?.title.isEmpty == true { entry?.title = trimmed() }
        case "title" where entry == nil && path.count <= 3: if title.isEmpty { title = trimmed() }
        case "link" where isDirect: note(.link, buffer)
        case "link" where entry == nil && path.count == 3: adopt(buffer)
        case "origlink" where isDirect: note(.original, buffer)
        case "id" where isDirect: if FeedAddress.isAbsolute(buffer) { note(.id, buffer) }
        case "guid" where isDirect: noteGuid()
        default: break
        }
        if bases.last?.depth == path.count { bases.removeLast() }
        path.removeLast()
        buffer.removeAll(keepingCapacity: true)
        return entries.count < entryLimit
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        buffer.append(contentsOf: bytes.prefix(Self.textLimit - min(buffer.count, Self.textLimit)))
    }

    /// Keeps an entry that is cut if its own link was read whole: another address would stand in for one that is
    /// missing.
    func finish() {
        if entry?.links.keys.contains(where: { $0.rawValue <= Origin.link.rawValue }) == true { keepEntry() }
    }

    private func keepEntry() {
        defer { entry = nil }
        guard let done = entry, let url = done.url, entries.count < entryLimit else { return }
        entries.append(Feed.Entry(url: url.text, title: done.title))
    }

    /// Whether the element at hand stands directly in an entry: an author's or a source's title is another's.
    private var isDirect: Bool { entry.map { $0.depth + 1 == path.count } ?? false }

    private func address(_ text: some Collection<UInt8>) -> WebURL? {
        FeedAddress.read(text, relativeTo: bases.last?.url)
    }

    private func address(_ text: String) -> WebURL? { address(Array(text.utf8)) }

    private func note(_ origin: Origin, _ text: String) { note(origin, Array(text.utf8)) }

    private func note(_ origin: Origin, _ text: [UInt8]) {
        guard entry?.links[origin] == nil, let url = address(text) else { return }
        entry?.links[origin] = url
    }

    /// A `guid` is an address unless it says that it is none; one that says nothing has to look like one.
    private func noteGuid() {
        switch entry?.permaLink {
        case "false", "0", "no": return
        case "true": note(.permaLink, buffer)
        default: if FeedAddress.isAbsolute(buffer) { note(.permaLink, buffer) }
        }
    }

    /// Takes the site's address as base for relative links where a service of another host passes the feed on.
    private func adopt(_ text: [UInt8]) {
        guard bases.count == 1, FeedAddress.isAbsolute(text), let site = address(text), site.host != url.host else {
            return
        }
        bases = [(0, site)]
    }

    private func trimmed() -> String {
        String(decoding: buffer, as: UTF8.self).collapsed
    }
}
