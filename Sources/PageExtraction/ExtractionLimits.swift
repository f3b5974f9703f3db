/// How much of a page is read. Every limit bounds both time and memory.
package struct ExtractionLimits: Sendable, Equatable {
    /// The limits used where none are named.
    package static let `default` = ExtractionLimits()

    /// The most bytes a page may have, after decompression; more is an error.
    package var maximumBytes: Int
    /// The most attributes read of one tag; more are dropped, because the parser takes quadratic time over them.
    package var maximumAttributes: Int
    /// How deep tags may nest; what stands deeper is read as text of what it stands in, to a few times that depth.
    package var maximumDepth: Int
    /// The most elements and texts read; what follows is not.
    package var maximumNodes: Int
    /// The most links kept.
    package var maximumLinks: Int

    /// Limits, each with the default shown.
    package init(
        maximumBytes: Int = 20 << 20, maximumAttributes: Int = 256, maximumDepth: Int = 2000,
        maximumNodes: Int = 1_000_000, maximumLinks: Int = 10_000
    ) {
        self.maximumBytes = maximumBytes
        self.maximumAttributes = maximumAttributes
        self.maximumDepth = maximumDepth
        self.maximumNodes = maximumNodes
        self.maximumLinks = maximumLinks
    }
}
