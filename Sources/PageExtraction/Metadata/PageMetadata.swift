/// A page's own metadata: in JSON-LD, in meta tags (Open Graph, Dublin Core and others), in microdata and in its
/// body.
struct PageMetadata {
    let tree: PageTree
    let data: LinkedData
    let values: [String: String]

    init(_ tree: PageTree, _ data: LinkedData) {
        self.tree = tree
        self.data = data
        values = Dictionary(tree.metas.map { ($0.name, $0.content) }) { first, second in first.isEmpty ? second : first
        }
    }

    /// The first of the named meta tags that says something.
    func meta(_ names: [String]) -> String? {
        for name in names {
            if let value = values[name]?.collapsed, !value.isEmpty { return value }
        }
        return nil
    }

    /// The type that Open Graph gives, in lower case.
    var openGraphType: String { values["og:type"]?.lowercased() ?? "" }
    /// The program that made the page, in lower case.
    var generator: String { values["generator"]?.lowercased() ?? "" }

    /// Whether robots are asked not to index the page, and not to follow its links.
    var robots: (noIndex: Bool, noFollow: Bool) {
        let words = ((values["robots"] ?? "") + "," + (values["sextant"] ?? "")).lowercased()
            .split { !$0.isLetter }
        let none = words.contains("none")
        return (none || words.contains("noindex"), none || words.contains("nofollow"))
    }

    /// The page's address: its canonical link or Open Graph's.
    var address: String? {
        for candidate in [tree.canonical, values["og:url"]] {
            if let found = candidate.flatMap({ LinkResolver.absolute($0.utf8) }) { return found }
        }
        return nil
    }

    /// The title without the site's name.
    func title(heading: String?) -> String? {
        let site = meta(["og:site_name", "application-name"])
        let named = meta([
            "og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "title", "headline",
        ])
        if let named { return Self.shortened(named, site: site) }
        if let headline = data.headline { return Self.shortened(headline, site: site) }
        let title = tree.nodes.firstIndex { $0.tag == .title }.map { tree.text(of: $0) } ?? ""
        if let heading, !heading.isEmpty, title.isEmpty || title.contains(heading) { return heading }
        guard !title.isEmpty else { return nil }
        return Self.shortened(title, site: site, mayGuess: true)
    }

    private static let separators = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "]

    private static func shortened(_ title: String, site: String?, mayGuess: Bool = false) -> String {
        let title = String(title.prefix(500)).collapsed
        for separator in separators {
            guard let last = title.range(of: separator, options: .backwards) else { continue }
            let (head, tail) = (String(title[..<last.lowerBound]), String(title[last.upperBound...]))
            let words = { (text: String) in text.split(separator: " ").count }
            if let site, tail.lowercased() == site.lowercased() { return head }
            if mayGuess, words(tail) <= 4, words(head) > words(tail) { return head }
            if let first = title.range(of: separator), let site,
                title[..<first.lowerBound].lowercased() == site.lowercased()
            {
                return String(title[first.upperBound...])
            }
        }
        return title
    }

    /// The author or authors, by name.
    ///
    /// - Parameter words: the roles in class and id, for each node
    func author(words: [ClassWords]) -> String? {
        let names = data.authors.compactMap(Self.name)
        if !names.isEmpty { return Self.joined(names) }
        let tags = [
            "author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "dc.creator.name",
            "parsely-author", "sailthru.author", "byl", "citation_author", "twitter:data1", "og:author",
        ]
        for tag in tags {
            if tag == "twitter:data1", !(values["twitter:label1"]?.lowercased().contains("by") ?? false) { continue }
            if let found = values[tag].flatMap(Self.name) { return found }
        }
        return marked(words)
    }

    /// The author in microdata, in a link with `rel=author`, or in a short byline.
    private func marked(_ words: [ClassWords]) -> String? {
        var byline: String?
        for index in tree.nodes.indices where tree.nodes[index].attributes >= 0 {
            let attributes = tree.attributes[Int(tree.nodes[index].attributes)]
            if !attributes.itemprop.isEmpty, tree.string(attributes.itemprop).lowercased() == "author" {
                let text = attributes.content.isEmpty ? tree.text(of: index) : tree.string(attributes.content)
                if let found = Self.name(text) { return found }
            }
            if !attributes.rel.isEmpty, tree.string(attributes.rel) == "author",
                let found = Self.name(tree.text(of: index))
            {
                return found
            }
            guard byline == nil, words[index].contains(.byline), tree.nodes[index].end - Int32(index) < 12 else {
                continue
            }
            let classes = tree.string(attributes.classes).lowercased()
            guard classes.contains("author") || classes.contains("byline"), !classes.contains("authors-") else {
                continue
            }
            byline = Self.name(tree.text(of: index))
        }
        return byline
    }

    private static func joined(_ names: [String]) -> String {
        var seen: Set<String> = []
        return names.filter { seen.insert($0.lowercased()).inserted }.joined(separator: "; ")
    }

    /// A name without "By" and what stands around it; nil for what is no name.
    private static func name(_ text: String) -> String? {
        var text = text.collapsed
        for prefix in ["written by ", "posted by ", "by ", "von ", "par ", "por ", "author: ", "di "]
        where text.lowercased().hasPrefix(prefix) {
            text = String(text.dropFirst(prefix.count))
        }
        if let end = text.firstIndex(where: { "|•·(".contains($0) }) { text = String(text[..<end]).collapsed }
        while let last = text.last, ",;:-–".contains(last) { text = String(text.dropLast()).collapsed }
        guard (2...100).contains(text.count), text.contains(where: \.isLetter), !text.contains("://"),
            !text.contains("@"), text.split(separator: " ").count <= 10
        else { return nil }
        return text
    }

    /// The language that the page names, or that its text shows.
    func language(of text: String) -> String? {
        namedLanguages.first ?? LanguageTag.guess(text)
    }

    /// The languages that the page names, the surest first.
    var namedLanguages: [String] {
        [tree.language, values["content-language"], values["dc.language"], values["og:locale"], data.language]
            .compactMap { $0.flatMap(LanguageTag.normal) }
    }
}

extension String {
    /// A copy of the range where `text` stands last or first.
    fileprivate func range(of text: String, options: SearchEnd = .forwards) -> Range<Index>? {
        let ranges = self.ranges(of: text)
        return options == .backwards ? ranges.last : ranges.first
    }

    fileprivate enum SearchEnd { case forwards, backwards }
}
