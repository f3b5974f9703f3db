/// A page as it was fetched and read, before it is stored.
package struct RetrievedPage: Sendable, Codable, Equatable {
    /// Where it was fetched; its identity in the store.
    package var url: String
    /// Its title; empty when it has none.
    package var title: String
    /// Who wrote it, as the page says.
    package var author: String?
    /// When it was published, in seconds since 1970, as the page says.
    package var published: Double?
    /// BCP 47 tag of its language.
    package var language: String?
    /// The main text: paragraphs with an empty line between them, a heading as a line that begins with `# ` (one to six).
    package var text: String
    /// Ids of the hazards it was fetched for.
    package var hazards: [String]
    /// When it was fetched, in seconds since 1970.
    package var fetched: Double
    /// The `ETag` it came with, as it was sent.
    package var etag: String?
    /// The `Last-Modified` it came with, as it was sent.
    package var lastModified: String?

    package init(
        url: String, title: String, author: String? = nil, published: Double? = nil, language: String? = nil,
        text: String, hazards: [String] = [], fetched: Double, etag: String? = nil, lastModified: String? = nil
    ) {
        self.url = url
        self.title = title
        self.author = author
        self.published = published
        self.language = language
        self.text = text
        self.hazards = hazards
        self.fetched = fetched
        self.etag = etag
        self.lastModified = lastModified
    }
}

/// A page as the store has it, at one of its URLs.
package struct StoredPage: Sendable, Codable, Equatable {
    /// The URL asked for.
    package var url: String
    /// The URL under which the same text is kept; equal to `url` unless the page nearly repeats another.
    package var keptAs: String
    /// Its title.
    package var title: String
    /// Who wrote it.
    package var author: String?
    /// When it was published, in seconds since 1970.
    package var published: Double?
    /// BCP 47 tag of its language.
    package var language: String?
    /// Ids of the hazards that any URL of this text is bound to, sorted.
    package var hazards: [String]
    /// When this URL was first stored, in seconds since 1970.
    package var firstSeen: Double
    /// When its text was last fetched, in seconds since 1970.
    package var fetched: Double
    /// When the server last said that it is there, be it by a 304, in seconds since 1970.
    package var checked: Double
    /// For `If-None-Match`.
    package var etag: String?
    /// For `If-Modified-Since`.
    package var lastModified: String?
    /// Hash of title and text that were stored.
    package var contentHash: String
    /// Number of passages of the text.
    package var passageCount: Int

    package init(
        url: String, keptAs: String, title: String, author: String? = nil, published: Double? = nil,
        language: String? = nil, hazards: [String], firstSeen: Double, fetched: Double, checked: Double,
        etag: String? = nil, lastModified: String? = nil, contentHash: String, passageCount: Int
    ) {
        self.url = url
        self.keptAs = keptAs
        self.title = title
        self.author = author
        self.published = published
        self.language = language
        self.hazards = hazards
        self.firstSeen = firstSeen
        self.fetched = fetched
        self.checked = checked
        self.etag = etag
        self.lastModified = lastModified
        self.contentHash = contentHash
        self.passageCount = passageCount
    }
}
