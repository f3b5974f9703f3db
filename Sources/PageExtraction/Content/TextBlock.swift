/// One block of a page's main text.
package struct TextBlock: Sendable, Codable, Equatable {
    /// What a block is.
    package enum Kind: Sendable, Codable, Equatable {
        /// A heading of level 1 to 6.
        case heading(level: Int)
        /// Running text.
        case paragraph
        /// An entry of a list, a term or a definition.
        case listItem
        /// Quoted text.
        case quote
        /// Preformatted text; its line breaks are kept.
        case code
        /// A row of a table, its cells separated by " | ".
        case tableRow
    }

    /// What the block is.
    package var kind: Kind
    /// Its text, white space collapsed except in code; never empty.
    package var text: String

    /// A block from its parts.
    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
