import ArgumentParser
import Environments
import Terminal
import Workflows

extension EnvironmentCommand {
    /// `sextant environment list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the environments, or the scenarios of one.",
            discussion: "Example: sextant environment list bank")

        @Argument(help: "An environment (default: all, with their sizes).")
        var environment: String?
        @Flag(help: "A JSON array instead of a table.")
        var json = false
        @OptionGroup var places: PlaceOptions

        func run() async throws {
            let library = try places.chosen().scenarioLibrary()
            if let environment {
                let scenarios = library.scenarios.filter { $0.environment == environment }
                _ = try library.environment(environment)
                let listing = EnvironmentListing.all(library).filter { $0.id == environment }
                Console.output(json ? try EnvironmentTexts.json(listing) : EnvironmentTexts.scenarios(scenarios))
            } else {
                let listing = EnvironmentListing.all(library)
                Console.output(json ? try EnvironmentTexts.json(listing) : EnvironmentTexts.environments(listing))
            }
        }
    }
}
