/// One value of a dimension: a hazard category, a writing style, a persuasion technique, a persona…
package struct DimensionValue: Sendable, Codable, Equatable {
    /// Short id, unique within its dimension: lower-case letters, digits, `_`, `-`, `.`.
    package let id: String
    /// Name for people.
    package let title: String
    /// What belongs to it and what does not, in the project's own words.
    package let definition: String
    /// Where the value was published.
    package let source: String

    /// A value of a dimension; seeds are checked where they are read.
    package init(id: String, title: String, definition: String, source: String) {
        self.id = id
        self.title = title
        self.definition = definition
        self.source = source
    }
}
