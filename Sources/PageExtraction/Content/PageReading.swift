/// A parsed page on its way to its main text.
struct PageReading {
    private let tree: PageTree
    private let metadata: PageMetadata
    private let whole: ContentMap
    private let type: PageType
    private let title: TitleHeading?
    private let data: LinkedData
    private let boxed: [UInt8]

    /// Words of a text that is taken from the page's JSON-LD in place of what the markup holds: no mere summary.
    private static let statedWords = 40
    /// Words of a text below which the page's description is added to it.
    private static let fewWords = 20
    /// Letters of a text below which a page is read as a list of links, if it holds several times as many.
    private static let fewLetters = 200

    /// - Parameter boxed: the text in a box to write in, with its references
    init(_ tree: PageTree, _ data: LinkedData, boxed: [UInt8] = []) {
        self.boxed = boxed
        self.tree = tree
        self.data = data
        metadata = PageMetadata(tree, data)
        whole = ContentMap(tree)
        let heading = tree.nodes.firstIndex { $0.tag == .h1 }.map { tree.text(of: $0) }
        title = TitleHeading(tree, title: metadata.title(heading: heading))
        type = PageType(tree, whole, data, metadata)
    }

    /// Whether a page has next to no text.
    static func isPoor(_ page: ExtractedPage) -> Bool { wordCount(page.text) < fewWords }

    func page(url: String?, limits: ExtractionLimits) -> ExtractedPage {
        let blocks = filled(self.blocks())
        let heading = tree.nodes.firstIndex { $0.tag == .h1 }.map { tree.text(of: $0) }
        let robots = metadata.robots
        let address = url ?? metadata.address
        var page = ExtractedPage(
            url: address, title: metadata.title(heading: heading), author: metadata.author(words: whole.words),
            date: metadata.date(url: url), blocks: blocks, noIndex: robots.noIndex, noFollow: robots.noFollow)
        page.text = blocks.map(\.text).joined(separator: "\n\n")
        page.language = metadata.language(of: page.text)
        page.links = links(base: url ?? metadata.address, limit: limits.maximumLinks)
        return page
    }

    /// The text that the page states for search engines, where its markup holds next to nothing of it: a shell that a script
    /// fills in the browser.
    private func filled(_ blocks: [TextBlock]) -> [TextBlock] {
        if type == .product { return described(blocks) }
        let found = blocks.reduce(0) { $0 + Self.wordCount($1.text) }
        guard let stated = data.body else {
            if found < Self.fewWords, let text = boxedText { return blocks + [TextBlock(.code, text)] }
            guard found < Self.fewWords,
                let summary = metadata.meta(["og:description", "description", "twitter:description"]),
                summary.split(separator: " ").count >= 8
            else { return blocks }
            return blocks + [TextBlock(.paragraph, summary)]
        }
        let words = Self.wordCount(stated)
        guard words >= Self.statedWords, found * 4 < words else { return blocks }
        return [TextBlock(.paragraph, stated)]
    }

    /// The text in a box to write in: where a page has no other, it is what the page is there to show.
    private var boxedText: String? {
        var text = EntityText.plain(String(decoding: boxed, as: UTF8.self)).drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return Self.wordCount(String(text)) >= Self.statedWords ? String(text) : nil
    }

    /// What the page says of the thing for sale, where the blocks miss it: alone if it says much, for then they are
    /// about something else.
    private func described(_ blocks: [TextBlock]) -> [TextBlock] {
        guard let text = data.product, text.contains(" ") else { return blocks }
        let wanted = Self.words(text)
        guard wanted.count >= 20 else { return blocks }
        let found = blocks.reduce(into: Set<String>()) { $0.formUnion(Self.words($1.text)) }
        guard wanted.count(where: { !found.contains($0) }) * 5 > wanted.count * 2 else { return blocks }
        return (wanted.count < 60 ? blocks : []) + [TextBlock(.paragraph, text)]
    }

    /// Runs of bytes between ASCII white space: every page is counted, and characters would take as long as the parser.
    private static func wordCount(_ text: String) -> Int {
        var count = 0
        var isInside = false
        for byte in text.utf8 {
            let isSpace = byte == 0x20 || byte &- 0x09 < 5
            if !isSpace, !isInside { count += 1 }
            isInside = !isSpace
        }
        return count
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private func blocks() -> [TextBlock] {
        let blocks = blocks(of: type)
        let letters = { (blocks: [TextBlock]) in blocks.reduce(0) { $0 + $1.text.utf8.count } }
        let found = letters(blocks)
        // Headlines alone, each in a link, look like a menu to all but a reader of collections.
        guard type != .collection, found < Self.fewLetters, whole.sums[0].text > 5 * Self.fewLetters else {
            return blocks
        }
        let links = self.blocks(of: .collection)
        return letters(links) > 4 * found ? links : blocks
    }

    private func blocks(of type: PageType) -> [TextBlock] {
        var map = ContentFilter(tree, whole, type: type, title: title).filtered()
        let root = ContentRoot(tree, map, type: type, title: title).find()
        LinkFilter(tree, type: type).apply(to: &map, root: root)
        var writer = BlockWriter(tree, map)
        writer.write(root)
        return BlockSieve(type: type).sift(writer.drafts)
            .map { TextBlock($0.kind, String(decoding: $0.text, as: UTF8.self)) }
    }

    private func links(base: String?, limit: Int) -> [String] {
        var resolver = base.flatMap(LinkResolver.init)
        if let named = tree.base {
            resolver =
                (resolver?.resolve(named.utf8) ?? LinkResolver.absolute(named.utf8)).flatMap(LinkResolver.init)
                ?? resolver
        }
        var seen: Set<String> = []
        var links: [String] = []
        for node in tree.nodes where node.tag == .a && node.attributes >= 0 {
            let href = tree.attributes[Int(node.attributes)].href
            guard !href.isEmpty, links.count < limit else { continue }
            let bytes = tree.bytes[href.range]
            guard let link = resolver?.resolve(bytes) ?? LinkResolver.absolute(bytes), seen.insert(link).inserted else {
                continue
            }
            links.append(link)
        }
        return links
    }
}
