import ArgumentParser
import Records
import Settings
import Terminal
import Workflows

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
    var maxWait: TimeSpan?

    @Option(help: ArgumentHelp("Seconds that connecting may take (default: 10).", valueName: "seconds"))
    var connectTimeout: Double?

    @Option(
        help: ArgumentHelp(
            "A call slower than this for 30 seconds counts as timed out (default: no limit).",
            valueName: "bytes/second"))
    var lowSpeedLimit: Int?

    func validate() throws { try NumberCheck.check(apply) }

    /// Puts the flags into a request.
    func apply(to request: inout RunRequest) {
        request.limits.requestsPerMinute = requestsPerMinute ?? request.limits.requestsPerMinute
        request.limits.tokensPerMinute = tokensPerMinute ?? request.limits.tokensPerMinute
        request.connection.caBundle = caBundle ?? request.connection.caBundle
        request.connection.timeout = timeout ?? request.connection.timeout
        request.connection.maxWait = maxWait?.seconds ?? request.connection.maxWait
        request.connection.connectTimeout = connectTimeout ?? request.connection.connectTimeout
        request.connection.lowSpeedLimit = lowSpeedLimit ?? request.connection.lowSpeedLimit
    }

    /// Puts the flags over the file, and both into a request.
    func apply(to request: inout RunRequest, over file: ConfigurationFile, maxConnections: Int?) {
        request.connect(as: file.request)
        apply(to: &request)
        request.connection.maxConnections = maxConnections ?? request.connection.maxConnections
    }

    /// A model that is asked outside of a run.
    ///
    /// - Throws: ``UsageError`` for a value out of range.
    func helper(
        _ name: String, baseURL: String?, maxConnections: Int?, over file: ConfigurationFile, _ places: Places
    ) throws -> HelperModel {
        var request = RunRequest()
        apply(to: &request, over: file, maxConnections: maxConnections)
        try Setting.check(request)
        return HelperModel(
            name, baseURL: baseURL, settings: request, places: places, applications: file.applications,
            notice: Console.notices())
    }
}

extension TimeSpan: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
