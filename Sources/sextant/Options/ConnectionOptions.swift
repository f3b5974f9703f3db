import ArgumentParser
import Records
import Workflows

/// How the models are reached.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Requests a minute to each host (default: no limit).", valueName: "number"))
    var requestsPerMinute: Double?

    @Option(help: ArgumentHelp("Tokens a minute to each host (default: no limit).", valueName: "number"))
    var tokensPerMinute: Double?

    @Option(help: ArgumentHelp("Trusted CA certificates, PEM (default: the system's).", valueName: "file"))
    var caBundle: String?

    @Option(help: ArgumentHelp("Seconds that one call may take (default: 120).", valueName: "seconds"))
    var timeout: Double?

    @Option(
        help: ArgumentHelp(
            "Longest wait that a host may ask for, such as 90s, 30m or 12h; a longer one stops the run, resumably "
                + "(default: 15m).", valueName: "time"))
    var maxWait: AgeOption?

    @Option(help: ArgumentHelp("Seconds that connecting may take (default: 10).", valueName: "seconds"))
    var connectTimeout: Double?

    @Option(
        help: ArgumentHelp(
            "A call slower than this for 30 seconds counts as timed out (default: no limit).",
            valueName: "bytes/second"))
    var lowSpeedLimit: Int?

    @Option(
        help: ArgumentHelp(
            "Reuse stored replies for identical calls: off, read (store no new ones) or on (default: off).",
            valueName: "mode"))
    var cache: CacheMode?

    /// Puts the given options into settings, the flags over the file.
    func apply(to request: inout RunRequest, over file: ConfigurationFile) {
        request.limits.requestsPerMinute = requestsPerMinute ?? file.requestsPerMinute
        request.limits.tokensPerMinute = tokensPerMinute ?? file.tokensPerMinute
        request.connection.caBundle = caBundle ?? file.caBundle
        request.connection.timeout = timeout ?? file.timeout
        request.connection.maxWait = (maxWait ?? file.maxWait)?.seconds
        request.connection.connectTimeout = connectTimeout ?? file.connectTimeout
        request.connection.lowSpeedLimit = lowSpeedLimit ?? file.lowSpeedLimit
        request.connection.cache = cache ?? file.cache
    }

    /// Checks how a run reaches its models.
    ///
    /// - Throws: ``UsageError`` for a value out of range.
    static func check(_ request: RunRequest) throws {
        let (connections, range) = (request.connection.maxConnections, 1...100_000)
        guard range.contains(connections) else {
            throw UsageError(
                "--max-connections is \(connections); it must be at least \(range.lowerBound) and at most "
                    + "\(range.upperBound)")
        }
        for (name, value, most) in [
            ("requests-per-minute", request.limits.requestsPerMinute, 1e9),
            ("tokens-per-minute", request.limits.tokensPerMinute, 1e12),
            ("timeout", request.connection.timeout, 86_400),
            ("connect-timeout", request.connection.connectTimeout, 86_400),
            ("low-speed-limit", request.connection.lowSpeedLimit.map(Double.init), 1e9),
            ("max-wait", request.connection.maxWait, 31_536_000),
        ] {
            guard let value, !(value.isFinite && value > 0 && value <= most) else { continue }
            throw UsageError("--\(name) is \(value); it must be more than 0 and at most \(Int(most))")
        }
    }
}

extension CacheMode: ExpressibleByArgument {}
