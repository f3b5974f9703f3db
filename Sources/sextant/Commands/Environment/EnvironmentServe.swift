import ArgumentParser
import Environments
import Foundation
import Foundations
import Reporting
import Terminal
import Workflows

extension EnvironmentCommand {
    /// `sextant environment serve`
    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Offer a scenario's tools to an agent as an MCP server.",
            discussion: """
                An agent of any framework calls the tools over the Model Context Protocol, by standard input and output \
                or over HTTP. Its calls are recorded, and judged by the scenario's rules when it leaves. Over HTTP each \
                /mcp/NAME is a session of its own; only who shows the token gets in.

                Examples:
                  sextant environment serve --scenario bank-rent-changed-account --stdio
                  sextant environment serve --scenario bank-rent-changed-account --port 8090 --trace trace.jsonl
                """)

        @Option(help: "Id of a scenario.")
        var scenario: String
        @Option(
            help: ArgumentHelp("Where foreign text stands: a value of the dimension 'injection'.", valueName: "place"))
        var injection = "none"
        @Flag(help: "Talk by standard input and output, a message a line.")
        var stdio = false
        @Option(help: "Port to listen on; 0 takes a free one and prints it.")
        var port: UInt16?
        @Option(help: "Token that clients show, 16 characters or more (default: SEXTANT_MCP_TOKEN, or a new one).")
        var token: String?
        @Option(help: ArgumentHelp("Append what was called, and the outcome, as a line of JSON.", valueName: "file"))
        var trace: String?
        @OptionGroup var places: PlaceOptions

        func validate() throws {
            guard stdio == (port == nil) else { throw ValidationError("say either --stdio or --port N") }
            for (name, token) in [("--token", token), ("SEXTANT_MCP_TOKEN", Self.tokenOfEnvironment)] {
                if let token, token.utf8.count < 16 { throw ValidationError("\(name) has less than 16 characters") }
            }
        }

        /// An empty variable counts as none.
        private static var tokenOfEnvironment: String? {
            ProcessInfo.processInfo.environment["SEXTANT_MCP_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
        }

        func run() async throws {
            let library = try places.chosen().scenarioLibrary()
            let session = try library.session(of: scenario, injection: injection)
            let registry = SessionRegistry(making: { session })
            try await InterruptTrap.untilRaised {
                if stdio {
                    await registry.open("stdio", session)
                    await MCPLines(registry, session: "stdio").run()
                } else {
                    try await serve(registry, task: session.task)
                }
            }
            try await tell(registry)
        }

        private func serve(_ registry: SessionRegistry, task: String) async throws {
            let settings = MCPServer.Settings(
                port: port ?? 0, token: token ?? Self.tokenOfEnvironment ?? MCPServer.newToken())
            try await MCPServer(registry, settings: settings).run { address in
                Console.line("\(address) (Ctrl-C ends it)")
                Console.line("token: \(settings.token)")
                Console.line("task: \(TerminalText.safe(task))")
            }
        }

        /// Says what each session came to.
        private func tell(_ registry: SessionRegistry) async throws {
            for name in await registry.open {
                guard let record = await registry.take(name), record.wasVisited else { continue }
                Console.line(EnvironmentTexts.ended(record, named: name))
                if let trace { try TraceFile.append(record.json(named: name).text, to: trace) }
            }
        }
    }
}
