/// What kind of page it is, as far as that changes what counts as its content.
enum PageType: String {
    /// One text: news, blog posts, guides, documentation.
    case article
    /// Messages of several people: here what is elsewhere a reader's comment is the content.
    case forum
    /// One thing for sale.
    case product
    /// Many things alike, each with a link: product grids, category pages, lists of posts.
    case collection
    /// Sections that sell or explain something: their short texts count.
    case service
}

extension PageType {
    /// Judges by what the page says of itself, then by how it is built.
    init(_ tree: PageTree, _ map: ContentMap, _ data: LinkedData, _ metadata: PageMetadata) {
        if Self.isForum(tree, map, data, metadata) {
            self = .forum
            return
        }
        let path = Self.path(metadata.address ?? "")
        let isText = data.types.contains { $0.hasSuffix("article") || $0.hasSuffix("posting") }
        if !isText, Self.isNamedCollection(tree, data, metadata) {
            self = .collection
            return
        }
        let things = data.types.contains("product") || data.types.contains("productgroup")
        if metadata.openGraphType.hasSuffix("product") || metadata.openGraphType == "product.item" || things && !isText
        {
            let isList =
                data.types.contains("itemlist") || data.types.contains("collectionpage")
                || data.types.contains("offercatalog")
            self =
                isList
                    || Self.names(path, ["collections", "category", "categories"]) && !Self.names(path, ["products"])
                ? .collection : .product
            return
        }
        if isText || metadata.openGraphType == "article" {
            self = .article
            return
        }
        if data.types.contains("collectionpage") || data.types.contains("searchresultspage") || Self.isGrid(tree, map) {
            self = .collection
            return
        }
        self = Self.isSales(tree, map) ? .service : .article
    }

    private static let forumMakers = [
        "discourse", "phpbb", "vbulletin", "xenforo", "mybb", "smf", "invision", "vanilla", "flarum", "nodebb",
        "simple machines",
    ]

    private static func isForum(
        _ tree: PageTree, _ map: ContentMap, _ data: LinkedData, _ metadata: PageMetadata
    ) -> Bool {
        if data.types.contains("discussionforumposting") || data.types.contains("qapage") { return true }
        if forumMakers.contains(where: metadata.generator.contains) { return true }
        if !bodyWords(tree).isDisjoint(with: ["phpbb", "viewtopic", "showthread", "forum", "forums", "bbpress"]) {
            return true
        }
        let address = metadata.address ?? ""
        let host = address.split(separator: "/").dropFirst().first ?? ""
        if ["forum", "answers", "community", "discuss", "talk", "boards"].contains(where: { host.hasPrefix($0) }) {
            return true
        }
        // An institution may be called a forum too; it publishes articles.
        if host.contains("forum"), !data.types.contains(where: { $0.hasSuffix("article") }) { return true }
        return names(
            path(address), ["forum", "forums", "thread", "threads", "showthread", "viewtopic", "topic", "questions"])
    }

    /// Whether Open Graph, JSON-LD or the class of `body` calls it a collection, as shops and blogs do.
    private static func isNamedCollection(_ tree: PageTree, _ data: LinkedData, _ metadata: PageMetadata) -> Bool {
        if metadata.openGraphType == "product.group" { return true }
        if data.types.contains("collectionpage"), data.types.contains("itemlist") || !data.types.contains("webpage") {
            return true
        }
        let words = bodyWords(tree)
        return !words.isDisjoint(with: ["archive", "tax", "category", "collection", "plp"])
            && words.isDisjoint(with: ["single", "product", "pdp"])
    }

    private static func bodyWords(_ tree: PageTree) -> Set<String> {
        guard let body = tree.nodes.firstIndex(where: { $0.tag == .body }), let attributes = tree.attributes(of: body)
        else { return [] }
        return Set(tree.string(attributes.classes).lowercased().split { !$0.isLetter }.map(String.init))
    }

    private static func path(_ address: String) -> [Substring] {
        address.lowercased().split { "/?.&=".contains($0) }.dropFirst(2).map { $0 }
    }

    private static func names(_ path: [Substring], _ words: [String]) -> Bool {
        path.contains { words.contains(String($0)) }
    }

    /// Whether most of the text stands in links or in short blocks beside them.
    private static func isGrid(_ tree: PageTree, _ map: ContentMap) -> Bool {
        var cards: Int32 = 0
        var index = 1
        var count = 0
        while index < tree.nodes.count {
            let sums = map.sums[index]
            let words = map.words[index]
            let isCard = !words.isDisjoint(with: [.card, .product, .subject]) || tree.nodes[index].tag == .article
            if isCard, sums.links > 0, sums.links <= 12, sums.text >= 15, sums.text <= 500 {
                cards += sums.text
                count += 1
                index = Int(tree.nodes[index].end)
            } else {
                index += 1
            }
        }
        return count >= 6 && Double(cards) > 0.35 * Double(map.sums[0].text) && cards > map.sums[0].prose / 2
    }

    /// Whether the prose is spread thinly: many headings, few paragraphs to each.
    private static func isSales(_ tree: PageTree, _ map: ContentMap) -> Bool {
        var headings: Int32 = 0
        for node in tree.nodes where node.tag.headingLevel > 0 { headings += 1 }
        return headings >= 5 && map.sums[0].prose < headings * 350
    }
}
