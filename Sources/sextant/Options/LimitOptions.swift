import ArgumentParser

/// How much may be spent, and how fast.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Simultaneous requests to the target (default: 10).", valueName: "number"))
    var maxConnections: Int?

    @OptionGroup var caps: CapOptions
    @OptionGroup var connection: ConnectionOptions
}
