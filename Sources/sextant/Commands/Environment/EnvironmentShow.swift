import ArgumentParser
import Environments
import Terminal
import Workflows

extension EnvironmentCommand {
    /// `sextant environment show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show an environment with its tools, or a scenario with its rules.",
            discussion: "Example: sextant environment show bank-rent-changed-account")

        @Argument(help: "Id of an environment or a scenario.")
        var id: String
        @OptionGroup var places: PlaceOptions

        func run() async throws {
            let library = try places.chosen().scenarioLibrary()
            if let environment = library.environments.first(where: { $0.id == id }) {
                Console.output(EnvironmentTexts.show(environment))
            } else {
                for scenario in try library.select(id) { Console.output(EnvironmentTexts.show(scenario)) }
            }
        }
    }
}
