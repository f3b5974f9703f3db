import Foundations
import SafetyGrid

/// Writes the categories of a policy that a person confirmed into a taxonomy.
package struct PolicyWriting {
    private let places: Places
    private let taxonomy: String
    private let policy: PolicyText

    /// - Parameter taxonomy: id of the taxonomy, which is made when it is missing
    package init(into taxonomy: String, of policy: PolicyText, places: Places) {
        (self.taxonomy, self.policy, self.places) = (taxonomy, policy, places)
    }

    /// Why a category can't be added, one line each; empty for one that can. A hazard of the same id in another taxonomy is no
    /// obstacle.
    package func obstacles(to category: PolicyCategory, in library: SeedLibrary) -> [String] {
        let known = library.taxonomies.first { $0.dimension == .hazard && $0.id == taxonomy }
        guard let known, (known.values + known.optionalValues).contains(where: { $0.id == category.value.id }) else {
            return []
        }
        return ["'\(category.value.id)' is in \(taxonomy) already"]
    }

    /// Adds a category.
    ///
    /// - Returns: the file that has it
    /// - Throws: ``ConfigurationError``, ``UsageError``.
    package func add(_ category: PolicyCategory) throws -> String {
        // Read again: the category before this one may have made the file.
        try HazardWriting(places.seedLibrary(only: [taxonomy])).add(
            category.value, to: taxonomy, source: "the policy \(policy.file.split(separator: "/").last ?? "")")
    }
}
