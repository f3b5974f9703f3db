import ArgumentParser
import Foundations
import Reporting
import SafetyGrid
import Terminal
import Workflows

extension HazardCommand {
    /// `sextant hazard show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a hazard: definition, tiers, counterparts in other taxonomies.",
            discussion: "Example: sextant hazard show ail-privacy")

        @Argument(help: "Id of the hazard.")
        var id: String
        @OptionGroup var places: PlaceOptions

        func run() async throws {
            let library = try places.chosen().seedLibrary()
            let walks = try library.crosswalks()
            for (taxonomy, value) in try library.hazards(id) {
                Console.output(HazardTexts.show(value, in: taxonomy, walks: walks, library: library))
            }
        }
    }
}

extension SeedLibrary {
    /// The hazards with an id, in every taxonomy that has one.
    ///
    /// - Throws: ``ConfigurationError/unknownID(kind:id:known:)``, with ids that are near.
    func hazards(_ id: String) throws(ConfigurationError) -> [(Taxonomy, DimensionValue)] {
        var found: [(Taxonomy, DimensionValue)] = []
        var known: [String] = []
        for taxonomy in taxonomies where taxonomy.dimension == .hazard {
            for value in taxonomy.values {
                if value.id == id { found.append((taxonomy, value)) }
                if value.id.contains(id.prefix(4)) { known.append(value.id) }
            }
        }
        guard !found.isEmpty else { throw .unknownID(kind: "hazard", id: id, known: Array(known.prefix(8))) }
        return found
    }
}
