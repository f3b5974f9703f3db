import ArgumentParser

/// How many requests are under way.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Simultaneous requests to the target (default: 10).", valueName: "number"))
    var maxConnections: Int?

    func validate() throws { try NumberCheck.check(maxConnections: maxConnections) }
}
