import ArgumentParser
import Records

/// How the models are reached.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Requests a minute to each host (default: no limit).", valueName: "number"))
    var requestsPerMinute: Double?

    @Option(help: ArgumentHelp("Tokens a minute to each host (default: no limit).", valueName: "number"))
    var tokensPerMinute: Double?

    @Option(
        help: ArgumentHelp(
            "Trusted CA certificates, PEM (default: SSL_CERT_FILE's, or the system's).", valueName: "file"))
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

    @Option(
        help: ArgumentHelp(
            "Roles whose calls go out in the provider's batches, at about half the price and within a day: target, judge, "
                + "generator (default: none).", valueName: "roles"))
    var batch: BatchRoles?

    /// Puts the flags over the file's request into a request.
    func apply(to request: inout RunRequest, over file: RunRequest) {
        request.limits.requestsPerMinute = requestsPerMinute ?? file.limits.requestsPerMinute
        request.limits.tokensPerMinute = tokensPerMinute ?? file.limits.tokensPerMinute
        request.connection.caBundle = caBundle ?? file.connection.caBundle
        request.connection.timeout = timeout ?? file.connection.timeout
        request.connection.maxWait = maxWait?.seconds ?? file.connection.maxWait
        request.connection.connectTimeout = connectTimeout ?? file.connection.connectTimeout
        request.connection.lowSpeedLimit = lowSpeedLimit ?? file.connection.lowSpeedLimit
        request.connection.cache = cache ?? file.connection.cache
        request.connection.batch = batch?.roles ?? file.connection.batch
    }
}

extension CacheMode: ExpressibleByArgument {}
