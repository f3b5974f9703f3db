import Foundations

/// Compares a hazard with those that exist: the same id or name is a clash, and so is a definition that says the same.
package struct HazardCheck: Sendable {
    /// A hazard and its likeness to the hazard that is checked.
    package struct Neighbour: Sendable, Equatable {
        /// Its taxonomy.
        package let taxonomy: String
        /// The hazard.
        package let value: DimensionValue
        /// Shared words of title and definition as a share of the shorter text's, 0 ... 1.
        package let overlap: Double
    }

    /// From this overlap on two definitions count as saying the same.
    package static let threshold = 0.6
    private static let fewestWords = 4

    /// The clashes, one line each; empty for none.
    package let clashes: [String]
    /// The nearest hazards, the nearest first.
    package let neighbours: [Neighbour]

    /// Checks a hazard.
    ///
    /// - Parameters:
    ///   - value: the hazard
    ///   - taxonomy: the taxonomy it is to stand in
    ///   - library: those that exist
    ///   - isExisting: whether it is one of them, and not to be compared with itself
    ///   - count: how many neighbours are kept
    package init(
        _ value: DimensionValue, in taxonomy: String, library: SeedLibrary, isExisting: Bool = false, count: Int = 5
    ) {
        var clashes: [String] = []
        var neighbours: [Neighbour] = []
        let words = Self.words(value)
        let title = value.title.lowercased()
        for other in library.taxonomies where other.dimension == .hazard {
            for known in other.values where !(isExisting && other.id == taxonomy && known.id == value.id) {
                if known.id == value.id {
                    clashes.append("the id '\(value.id)' is taken by \(other.id): \(known.title)")
                } else if other.id == taxonomy, known.title.lowercased() == title {
                    clashes.append("\(other.id) has a hazard of that name: \(known.id)")
                }
                let overlap = Self.overlap(words, Self.words(known))
                if overlap > 0 { neighbours.append(Neighbour(taxonomy: other.id, value: known, overlap: overlap)) }
            }
        }
        self.neighbours = Array(
            neighbours.sorted {
                ($0.overlap, $1.taxonomy, $1.value.id) > ($1.overlap, $0.taxonomy, $0.value.id)
            }
            .prefix(count))
        for near in neighbours where near.overlap >= Self.threshold && near.taxonomy == taxonomy {
            clashes.append(
                "its definition shares \(Int(near.overlap * 100)) % of its words with \(near.value.id) "
                    + "(the bound is \(Int(Self.threshold * 100)) %)")
        }
        self.clashes = clashes
    }

    private static func words(_ value: DimensionValue) -> Set<String> {
        Set(Words.of(value.title + " " + value.inclusiveDefinition))
    }

    private static func overlap(_ left: Set<String>, _ right: Set<String>) -> Double {
        let shorter = min(left.count, right.count)
        guard shorter >= fewestWords else { return 0 }
        return Double(left.intersection(right).count) / Double(shorter)
    }
}
