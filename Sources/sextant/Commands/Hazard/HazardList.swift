import ArgumentParser
import Reporting
import SafetyGrid
import Terminal
import Workflows

extension HazardCommand {
    /// `sextant hazard list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the hazard taxonomies, or the hazards of one.",
            discussion: "Example: sextant hazard list ailuminate-1.0")

        @Argument(help: "A taxonomy (default: all, with their sizes).")
        var taxonomy: String?
        @OptionGroup var places: PlaceOptions

        func run() async throws {
            let library = try places.chosen().seedLibrary()
            if let taxonomy {
                Console.output(HazardTexts.list(try library.taxonomy(taxonomy, of: .hazard)))
            } else {
                Console.output(HazardTexts.taxonomies(library))
            }
        }
    }
}
