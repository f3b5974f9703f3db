/// A group of values, or of groups: an upper tier of a taxonomy.
package struct TaxonomyGroup: Sendable, Equatable {
    /// Short id, unique among the groups and values of its taxonomy.
    package let id: String
    /// Name for people.
    package let title: String
    /// What belongs to it, in the project's own words.
    package let definition: String
    /// The group above; nil in the uppermost tier.
    package let parent: String?
}
