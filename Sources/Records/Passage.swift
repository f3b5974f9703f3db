/// A piece of a retrieved page, with its source. Its text is foreign data: it is quoted, never followed.
package struct Passage: Sendable, Codable, Equatable {
    /// Its number in the store. A page that changes gets passages with new numbers.
    package var id: Int64
    /// Where the page is.
    package var url: String
    /// Title of the page; empty when it has none.
    package var title: String
    /// Who wrote the page.
    package var author: String?
    /// When the page was published, in seconds since 1970.
    package var published: Double?
    /// When the page was fetched, in seconds since 1970.
    package var fetched: Double
    /// BCP 47 tag of the page's language.
    package var language: String?
    /// Ids of the hazards that the page is bound to, sorted.
    package var hazards: [String]
    /// The headings that it stands under, outermost first, joined by ` > `; empty for none.
    package var heading: String
    /// The text.
    package var text: String
    /// How well it fits the query, over 0; comparable within one result only.
    package var score: Double

    package init(
        id: Int64, url: String, title: String, author: String? = nil, published: Double? = nil, fetched: Double,
        language: String? = nil, hazards: [String] = [], heading: String = "", text: String, score: Double
    ) {
        self.id = id
        self.url = url
        self.title = title
        self.author = author
        self.published = published
        self.fetched = fetched
        self.language = language
        self.hazards = hazards
        self.heading = heading
        self.text = text
        self.score = score
    }
}

/// A search for passages.
package struct PassageQuery: Sendable, Equatable {
    /// Words that the passages should be about. Data, whatever it holds: no operator is read out of it.
    package var text: String
    /// Id of the hazard that their pages are bound to; nil for any.
    package var hazard: String?
    /// Only pages published at or after this moment, in seconds since 1970 (first seen, where a page has no date); nil
    /// for all.
    package var since: Double?
    /// Number of passages at most, 1 ... 1000.
    package var limit: Int

    package init(_ text: String, hazard: String? = nil, since: Double? = nil, limit: Int = 10) {
        self.text = text
        self.hazard = hazard
        self.since = since
        self.limit = limit
    }
}
