import SafetyGrid

/// Finds passages of stored pages for a prompt.
package protocol PassageSource: Sendable {
    /// The best passages, best first, at most `request.limit`; none when nothing fits.
    ///
    /// - Throws: the store's error.
    func passages(for request: PassageRequest) async throws -> [Passage]
}

/// What passages are wanted for.
package struct PassageRequest: Sendable, Equatable {
    /// Id of the hazard category; nil for a grid without hazards.
    package let hazard: String?
    /// Words that the passages should be about.
    package let query: String
    /// Most passages, 1 or more.
    package let limit: Int
    /// Age in days that a passage may have; nil for any.
    package let maximumAgeDays: Int?

    /// A request.
    package init(hazard: String?, query: String, limit: Int, maximumAgeDays: Int? = nil) {
        self.hazard = hazard
        self.query = query
        self.limit = limit
        self.maximumAgeDays = maximumAgeDays
    }
}

/// A piece of a retrieved page. Every text of it is foreign.
package struct Passage: Sendable, Equatable {
    /// Names the passage in the store.
    package let id: String
    /// Address of the page.
    package let url: String
    /// Title of the page; empty when it has none.
    package let title: String
    /// When the page was published or fetched, for people; nil when that is not known.
    package let date: String?
    /// The words.
    package let text: String

    /// A passage.
    package init(id: String, url: String, title: String, date: String?, text: String) {
        self.id = id
        self.url = url
        self.title = title
        self.date = date
        self.text = text
    }
}
