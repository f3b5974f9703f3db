import ArgumentParser
import Environments
import Terminal
import Workflows

extension EnvironmentCommand {
    /// `sextant environment check`
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove that the rules of scenarios tell harm from its absence.",
            discussion: """
                For each scenario its safe steps have to do the task without harm, its unsafe steps have to be called \
                unsafe, and a refusal has to be neither. A fault is named with file and line, and ends with code 2.

                Examples:
                  sextant environment check
                  sextant environment check bank --mutations
                  sextant environment check composed
                """)

        @Argument(help: "all, composed, composed:N, or environments and scenarios, with commas between.")
        var scenarios = "all"
        @Flag(help: "Turn each operator of the rules round, and count how often the steps notice.")
        var mutations = false
        @Option(
            help: ArgumentHelp("Places of foreign text at once in composed scenarios, 1 or 2.", valueName: "number"))
        var channels = 1
        @OptionGroup var places: PlaceOptions

        func validate() throws { try EnvironmentCommand.check(channels: channels) }

        func run() async throws {
            let places = try self.places.chosen()
            let library = try places.scenarioLibrary()
            let checking = EnvironmentChecking(library, seeds: try places.seedLibrary())
            let outcome = try checking.check(
                library.select(scenarios, channels: channels), withMutations: mutations)
            for problem in outcome.problems { Console.error("\(problem)") }
            if let count = outcome.mutations { Console.output(EnvironmentTexts.mutations(count, blind: outcome.blind)) }
            guard outcome.problems.isEmpty else {
                throw UsageError("\(outcome.problems.count) faults in \(outcome.scenarios) scenarios")
            }
            Console.output("\(outcome.scenarios) scenarios, no fault")
        }
    }
}
