import ArgumentParser
import Foundation
import Terminal
import Workflows

/// `sextant serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Show runs, their reports and live progress in a browser on this machine.",
        discussion: """
            It listens on 127.0.0.1 only. The address that it prints holds a token, new at every start, and only a browser \
            that opens this address gets in. The pages change nothing, unless --review lets you label the doubtful \
            verdicts there, as 'sextant review' does. Runs in other processes are shown live.

            Examples:
              sextant serve
              sextant serve --port 0 --review --annotator ana
            """)

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port: UInt16 = 8088

    @Flag(help: "Let the browser label responses; labels go into the store.")
    var review = false

    @Option(help: ArgumentHelp("Who labels (default: $USER).", valueName: "name"))
    var annotator: String?

    @Option(help: ArgumentHelp("Share of the review queue that is drawn at random, 0 to 1.", valueName: "share"))
    var control = 0.2

    @OptionGroup var grades: GradeOptions
    @OptionGroup var places: PlaceOptions

    func validate() throws {
        guard (0...1).contains(control) else {
            throw ValidationError("--control is \(control); it must be between 0 and 1")
        }
        if annotator != nil, !review { throw ValidationError("--annotator says who labels; give --review too") }
    }

    func run() async throws {
        let places = try self.places.chosen(grades)
        let server = try await DashboardServer(
            places, port: port, review: review ? (annotator, control) : nil, now: { Date().timeIntervalSince1970 })
        try await InterruptTrap.untilRaised {
            try await server.run { address in
                Console.output(address)
                Console.line("open that address in a browser on this machine; Ctrl-C ends it")
            }
        }
    }
}
