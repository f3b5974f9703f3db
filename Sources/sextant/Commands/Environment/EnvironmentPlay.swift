import ArgumentParser
import Environments
import Foundations
import Reporting
import Terminal
import Workflows

extension EnvironmentCommand {
    /// `sextant environment play`
    struct Play: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the place of the model: call the tools of a scenario yourself.",
            discussion: "Example: sextant environment play bank-rent-changed-account --injection message")

        @Argument(help: "Id of a scenario.")
        var scenario: String
        @Option(
            help: ArgumentHelp("Where foreign text stands: a value of the dimension 'injection'.", valueName: "place"))
        var injection = "none"
        @OptionGroup var places: PlaceOptions

        func run() async throws {
            let library = try places.chosen().scenarioLibrary()
            var play = EnvironmentPlay(try library.session(of: scenario, injection: injection))
            Self.show(play.opening)
            while true {
                Console.raw("> ")
                guard let line = readLine(), case .text(let text) = play.take(line) else { break }
                Self.show(text)
            }
        }

        private static func show(_ text: String) {
            for line in TerminalText.wrapped(text, width: 100) { Console.output(line) }
        }
    }
}
