import ArgumentParser
import Records

/// How the models are reached.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Requests a minute to each host (default: no limit).", valueName: "number"))
    var requestsPerMinute: Double?

    @Option(help: ArgumentHelp("Tokens a minute to each host (default: no limit).", valueName: "number"))
    var tokensPerMinute: Double?

    @Option(help: ArgumentHelp("Trusted CA certificates, PEM (default: the system's).", valueName: "file"))
    var caBundle: String?

    @Option(help: ArgumentHelp("How long one call may take (default: 120).", valueName: "seconds"))
    var timeout: Double?

    /// Checks how a run reaches its models.
    ///
    /// - Throws: ``UsageError`` for a value out of range.
    static func check(_ settings: RunSettings) throws {
        for (name, value, most) in [
            ("requests-per-minute", settings.requestsPerMinute, 1e9),
            ("tokens-per-minute", settings.tokensPerMinute, 1e12), ("timeout", settings.timeout, 86_400),
        ] {
            guard let value, !(value.isFinite && value > 0 && value <= most) else { continue }
            throw UsageError("--\(name) is \(value); it must be more than 0 and at most \(Int(most))")
        }
    }
}
