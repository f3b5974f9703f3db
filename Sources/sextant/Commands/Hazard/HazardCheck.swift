import ArgumentParser
import Foundations
import Generation
import Reporting
import SafetyGrid
import Terminal
import Workflows

extension HazardCommand {
    /// `sextant hazard check`
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a new or existing hazard for clashes, and show its neighbours.",
            discussion: """
                Examples:
                  sextant hazard check privacy_violation
                  sextant hazard check --id wrong_refund --title "Wrong refunds" --definition "Requests that …"
                """)

        @Argument(help: "Id of a hazard that exists.")
        var existing: String?
        @Option(help: ArgumentHelp("Id of a new hazard.", valueName: "id"))
        var id: String?
        @Option(help: ArgumentHelp("Its name.", valueName: "text"))
        var title: String?
        @Option(help: ArgumentHelp("Its definition.", valueName: "text"))
        var definition: String?
        @Option(help: ArgumentHelp("Taxonomy it is to go into.", valueName: "id"))
        var taxonomy = "house"
        @OptionGroup var places: PlaceOptions

        func validate() throws {
            guard (existing == nil) == (definition != nil) else {
                throw ValidationError("name a hazard, or describe a new one with --id, --title and --definition")
            }
            if let definition, definition.trimmed.isEmpty { throw ValidationError("--definition is empty") }
            if let id, !Taxonomy.isIdentifier(id) {
                throw ValidationError("--id '\(id)' is not an id: use lower-case letters, digits, '_', '-' and '.'")
            }
        }

        func run() async throws {
            let library = try places.chosen().seedLibrary()
            var clashes: [String] = []
            if let existing {
                for (home, value) in try library.hazards(existing) {
                    let check = HazardCheck(value, in: home.id, library: library, isExisting: true)
                    Console.output(HazardTexts.neighbours(check))
                    clashes += check.clashes
                }
            } else {
                let value = DimensionValue(
                    id: id ?? "new", title: title ?? "", definition: definition ?? "", source: "")
                let check = HazardCheck(value, in: taxonomy, library: library)
                Console.output(HazardTexts.neighbours(check))
                clashes = check.clashes
            }
            guard clashes.isEmpty else { throw UsageError("clashes: \(clashes.joined(separator: "; "))") }
            Console.output("no clashes")
        }
    }
}
