import ArgumentParser

/// `sextant hazard`
struct HazardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hazard",
        abstract: "Add hazards, look at them, and check them for clashes.",
        discussion: """
            Examples:
              sextant hazard list
              sextant hazard show privacy_violation
              sextant hazard check --id wrong_refund --title "Wrong refunds" --definition "…"
              sextant hazard add --id wrong_refund --title "Wrong refunds" --definition "…" --taxonomy house
            """,
        subcommands: [Add.self, List.self, Show.self, Check.self])
}
