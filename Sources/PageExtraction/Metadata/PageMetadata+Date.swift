extension PageMetadata {
    /// When the page was published, as ISO 8601.
    ///
    /// - Parameter url: the page's address, which may hold the date.
    func date(url: String?) -> String? {
        let language = dateLanguage
        let stated = [data.published] + Self.tags.map { values[$0] }
        for case let text? in stated {
            if let found = PageDate.iso(text, language: language) { return found }
        }
        return markedDate(language) ?? (url ?? address).flatMap(PageDate.inURL) ?? shownDate(language)
    }

    /// Meta tags that say when a page was published.
    private static let tags = [
        "article:published_time", "datepublished", "og:published_time", "dc.date.issued", "dcterms.issued",
        "dcterms.created", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date",
        "publish_date",
        "publication_date", "publication-date", "published_time", "published_at", "date", "dc.date", "dcterms.date",
        "dc:date", "dc:created", "dcterms:created", "dcterms:issued", "dc.date.created", "dc.date.published",
        "dc.created",
        "citation_publication_date", "citation_online_date", "citation_date", "article.published", "article:published",
        "article:post_date", "originalpublicationdate", "displaydate", "date_published", "date-published",
        "datecreated",
        "article_date_original", "og:article:published_time", "rnews:datepublished", "cxenseparse:recs:publishtime",
        "article.created", "release_date", "og:pubdate", "bt:pubdate", "created",
    ]

    /// The page's language, with the region that another tag adds: en and en_US are English of the United States.
    private var dateLanguage: String? {
        let named = namedLanguages
        guard let first = named.first, !first.contains("-") else { return named.first }
        return named.first { $0.hasPrefix(first + "-") } ?? first
    }

    /// The date in microdata, or in a `time` element.
    private func markedDate(_ language: String?) -> String? {
        var first: String?
        var left = Self.candidates
        for index in tree.nodes.indices where tree.nodes[index].attributes >= 0 || tree.nodes[index].tag == .time {
            let attributes = tree.attributes(of: index) ?? PageTree.Attributes()
            let property = attributes.itemprop.isEmpty ? "" : tree.string(attributes.itemprop).lowercased()
            guard tree.nodes[index].tag == .time || property == "datepublished" else { continue }
            guard left > 0 else { break }
            left -= 1
            let spans = [attributes.datetime, attributes.content].filter { !$0.isEmpty }
            let texts = spans.map { tree.string($0) } + [String(tree.text(of: index).prefix(99))]
            guard let found = texts.lazy.compactMap({ PageDate.iso($0, language: language) }).first else { continue }
            if property == "datepublished" { return found }
            first = first ?? found
        }
        return first
    }

    /// The date that stands in sight: in a short element whose class says so, else on a line of its own below the
    /// heading.
    private func shownDate(_ language: String?) -> String? {
        var left = Self.candidates
        for index in tree.nodes.indices where tree.nodes[index].attributes >= 0 {
            guard left > 0 else { break }
            guard tree.nodes[index].end - Int32(index) <= Self.smallElement,
                let classes = tree.attributes(of: index)?.classes,
                !classes.isEmpty
            else { continue }
            let words = tree.string(classes).lowercased().split { !$0.isLetter }
            guard words.contains(where: { Self.classWords.contains($0) }) else { continue }
            let text = tree.text(of: index)
            guard text.count <= Self.longestShown, text.contains(where: \.isNumber) else { continue }
            left -= 1
            if let found = PageDate.iso(text, language: language) { return found }
        }
        guard let heading = tree.nodes.firstIndex(where: { $0.tag == .h1 }) else { return nil }
        let below = Int(tree.nodes[heading].end)..<min(tree.nodes.count, Int(tree.nodes[heading].end) + Self.reach)
        for index in below where tree.nodes[index].tag == .text {
            let text = tree.string(tree.nodes[index].text)
            guard text.count <= Self.longestLine, text.contains(where: \.isNumber) else { continue }
            if let found = PageDate.iso(text, language: language) { return found }
        }
        return nil
    }

    /// The most elements in which a date is looked for, of each kind.
    private static let candidates = 100
    /// The most nodes of an element that may hold the date, and the most characters of it, and of a line below the
    /// heading.
    private static let smallElement: Int32 = 16
    private static let longestShown = 120
    private static let longestLine = 60
    /// The most nodes below the heading among which it is looked for.
    private static let reach = 30

    /// Words of classes and ids, in the languages in which people name them.
    private static let classWords: Set<Substring> = [
        "date", "dates", "datetime", "dateline", "published", "publish", "publication", "pubdate", "pubtime", "posted",
        "postdate", "timestamp", "time", "byline", "fecha", "datum", "tarih", "meta", "postmeta", "entrymeta",
        "created",
    ]
}
