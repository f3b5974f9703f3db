import ArgumentParser
import Environments
import Terminal
import Workflows

extension EnvironmentCommand {
    /// `sextant environment compose`
    struct Compose: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make scenarios out of risks and environments.",
            discussion: """
                A risk is bound to everything that plays its roles in an environment, and reaches the agent through the \
                user or through foreign text, beside a harmless task.

                Examples:
                  sextant environment compose
                  sextant environment compose --channels 2 --json
                """)

        @Option(help: ArgumentHelp("Places of foreign text at once, 1 or 2.", valueName: "number"))
        var channels = 1
        @Flag(help: "A JSON array instead of a table.")
        var json = false
        @OptionGroup var places: PlaceOptions

        func validate() throws { try EnvironmentCommand.check(channels: channels) }

        func run() async throws {
            let library = try places.chosen().scenarioLibrary()
            let scenarios = try library.composed(channels: channels)
            let listing = ComposedListing.all(scenarios)
            Console.output(json ? try EnvironmentTexts.json(listing) : EnvironmentTexts.composed(listing))
        }
    }
}
