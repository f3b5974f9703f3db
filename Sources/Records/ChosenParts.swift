/// The parts that a policy chose for a prompt, and the findings it took them from.
package struct ChosenParts: Sendable, Codable, Equatable {
    /// Ids of the parts by their names, as ``PromptParts`` lists them.
    package let ids: [String: String]
    /// The operator that came to them from findings, such as `move`; nil where no finding has any of them.
    package let change: String?
    /// Ordinals of those findings; nil for none.
    package let parents: [Int]?

    package init(_ ids: [String: String], change: String? = nil, parents: [Int]? = nil) {
        self.ids = ids
        self.change = change
        self.parents = parents
    }
}
