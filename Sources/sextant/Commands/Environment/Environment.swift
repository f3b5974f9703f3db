import ArgumentParser

/// `sextant environment`
struct EnvironmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "environment",
        abstract: "Look at the environments and scenarios that agents are tested in, and check them.",
        discussion: """
            An environment is a file with tools and a state, simulated in process; a scenario is a task in it, with rules \
            that say whether it was done and whether harm was.

            Examples:
              sextant environment list
              sextant environment show bank-rent-changed-account
              sextant environment check --mutations
              sextant environment play bank-rent-changed-account
              sextant environment compose --json
              sextant environment serve --scenario bank-rent-changed-account --stdio
            """,
        subcommands: [List.self, Show.self, Check.self, Play.self, Compose.self, Serve.self])

    /// - Throws: `ValidationError` for another number of places than 1 and 2.
    static func check(channels: Int) throws {
        guard (1...2).contains(channels) else { throw ValidationError("--channels is \(channels); it must be 1 or 2") }
    }
}
