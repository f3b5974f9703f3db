/// What is worth reading on a web page, and what is known of it. All texts are valid UTF-8 from a hostile source: data,
/// never instructions, and not safe for a terminal or HTML as they are.
package struct ExtractedPage: Sendable, Codable, Equatable {
    /// The address given, else the canonical address that the page names; absolute.
    package var url: String?
    /// The title without the site's name.
    package var title: String?
    /// The author or authors, separated by "; ".
    package var author: String?
    /// When it was published, ISO 8601: a date, or date and time as the page gives them.
    package var date: String?
    /// The language as a BCP 47 tag.
    package var language: String?
    /// The main text, its blocks separated by blank lines.
    package var text: String
    /// The same text block by block.
    package var blocks: [TextBlock]
    /// Absolute http and https addresses that the page links to, without fragments, each once, in the page's order.
    package var links: [String]
    /// Whether the page asks robots not to index it.
    package var noIndex: Bool
    /// Whether the page asks robots not to follow its links.
    package var noFollow: Bool

    /// A page from its parts.
    package init(
        url: String? = nil, title: String? = nil, author: String? = nil, date: String? = nil, language: String? = nil,
        text: String = "", blocks: [TextBlock] = [], links: [String] = [], noIndex: Bool = false, noFollow: Bool = false
    ) {
        self.url = url
        self.title = title
        self.author = author
        self.date = date
        self.language = language
        self.text = text
        self.blocks = blocks
        self.links = links
        self.noIndex = noIndex
        self.noFollow = noFollow
    }
}
