import Foundations
import SafetyGrid

/// Reads the categories that data sets write: an id, a title or a code of a taxonomy, led to the grid's own by a
/// crosswalk where it is another's.
package struct LabelMatcher: Sendable {
    private var known: [String: (value: String, confidence: Double)] = [:]

    /// A matcher for the hazards of a taxonomy.
    ///
    /// - Parameters:
    ///   - target: id of the grid's hazard taxonomy
    ///   - library: every taxonomy and crosswalk
    /// - Throws: ``ConfigurationError`` for a faulty crosswalk.
    package init(target: String, library: SeedLibrary) throws(ConfigurationError) {
        let walks = try library.crosswalks()
        let hazards = library.taxonomies.filter { $0.dimension == .hazard }
        guard let own = hazards.first(where: { $0.id == target }) else { return }
        add(own, confidence: 1) { $0 }
        for other in hazards where other.id != target {
            guard let mapping = try? CategoryMapping(from: other, to: own, tier: nil, walks: walks) else { continue }
            // Where a category has several counterparts, the first is the nearest.
            add(other, confidence: 0.9) { mapping.categories(of: $0).first }
        }
    }

    private mutating func add(_ taxonomy: Taxonomy, confidence: Double, _ lead: (String) -> String?) {
        for value in taxonomy.values {
            guard let led = lead(value.id) else { continue }
            for name in [value.id, value.title] + (value.codes ?? []) {
                let key = Self.normalised(name)
                if known[key] == nil { known[key] = (led, confidence) }
            }
        }
    }

    /// The hazard that a label names; nil when it names none exactly.
    package func match(_ label: String) -> (value: String, confidence: Double)? {
        known[Self.normalised(label)]
    }

    /// Small letters and digits alone, so that "Self-Harm" and "self_harm" are the same.
    private static func normalised(_ text: String) -> String {
        String(
            text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    }
}
