import ArgumentParser
import ChatModels
import Environments
import Foundation
import SafetyGrid
import Terminal
import Workflows

/// `sextant simulate`
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Serve the simulated target as an OpenAI-compatible server.",
        discussion: """
            A stand-in with known weak cells, to try the whole path over HTTP. Its unsafe response is one harmless \
            placeholder sentence. It listens on 127.0.0.1 only.

            Example: sextant simulate --port 8089
              then:  sextant run --target openai/simulated --target-base-url http://127.0.0.1:8089/v1
            """)

    @Option(help: "Port to listen on; 0 takes a free one and prints it.")
    var port: UInt16 = 8089

    @Option(help: "Profile of the target, a file of Seeds/simulated.")
    var profile = "default"

    @Option(help: ArgumentHelp("Wait this long before every response.", valueName: "milliseconds"))
    var latency: Int?

    @OptionGroup var places: PlaceOptions

    func validate() throws {
        if let latency, !(0...600_000).contains(latency) {
            throw ValidationError("--latency is \(latency); it must be between 0 and 600000 milliseconds")
        }
    }

    func run() async throws {
        let places = try self.places.chosen()
        let profile = try SimulatedProfile(id: profile, seeds: places.seedFolder().path)
        let server = SimulatedServer(
            try SimulatedAgent.model(profile, seeds: places.seedFolder().path),
            settings: SimulatedServer.Settings(port: port, latency: .milliseconds(latency ?? 0)))
        let name = profile.id
        try await InterruptTrap.untilRaised {
            try await server.run { port in
                Console.line("simulated/\(name) at http://127.0.0.1:\(port)/v1 (Ctrl-C ends it)")
            }
        }
    }
}
