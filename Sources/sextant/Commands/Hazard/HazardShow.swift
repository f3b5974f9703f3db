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
