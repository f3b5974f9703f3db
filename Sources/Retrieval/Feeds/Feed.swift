/// A feed of any kind, as far as a crawl needs it.
package struct Feed: Sendable, Equatable {
    /// The feed's title; empty when it has none.
    package var title: String
    /// Its entries in the feed's order.
    package var entries: [Entry]

    /// One entry.
    package struct Entry: Sendable, Equatable {
        /// Where the page is.
        package var url: String
        /// The entry's title; empty when it has none.
        package var title: String
    }
}
