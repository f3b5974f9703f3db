import Analysis
import ChatModels
import Environments
import Foundation
import HTTPTransport
import Records
import Reporting

/// Makes every model that a use case asks: one transport, one set of limits and one patience for all of them.
package struct ModelFactory: Sendable {
    private let context: ModelContext
    /// Keeps the limits of each host; nil for calls without retries.
    private let resilient: ResilientClient?

    /// Models that are reached as the settings of a run say, each call tried again where that helps.
    ///
    /// - Parameters:
    ///   - request: limits, timeouts and certificates
    ///   - seeds: path of the seeds
    ///   - applications: what `http/<name>` may name
    ///   - isVerbose: whether every attempt is reported, not only repeated ones
    ///   - patience: who waits when a host asks to; nil for what the settings say
    ///   - share: how the limits are shared with other processes
    ///   - countSession: counts the sessions of applications that are open
    ///   - log: takes a line for people
    /// - Throws: the transport's error, for a file of certificates that can't be used.
    package init(
        request: RunRequest, seeds: String, applications: [String: HTTPApplication], isVerbose: Bool = false,
        patience: Patience? = nil, share: HostShare = HostShare(),
        countSession: ModelContext.SessionCount? = nil, log: @escaping @Sendable (String) -> Void
    ) throws {
        let client = try CurlClient(
            CurlSettings(idleConnections: request.connection.maxConnections, caBundle: request.connection.caBundle))
        let attempts: any HTTPClient = isVerbose ? TracingClient(client, trace: log) : client
        let resilient = ResilientClient(
            attempts, limits: request.hostLimits, share: share, seed: request.seed,
            patience: patience ?? request.patience,
            onRetry: { log(Self.text(of: $0)) },
            advice: { ProviderAdvice.read($0, unixTime: Date().timeIntervalSince1970) })
        let images = ImageDownload(
            client, connections: request.connection.maxConnections, patience: patience ?? request.patience,
            onRetry: { log(Self.text(of: $0)) })
        context = ModelContext(
            environment: ProcessInfo.processInfo.environment, http: resilient, seeds: seeds,
            applications: applications, transfer: request.transferOptions,
            fetchImage: images.bytes, makeAgent: Self.makeAgent,
            countSession: countSession, notice: log)
        self.resilient = resilient
    }

    /// The same models for other work on them that goes on at the same time, all within one set of limits.
    ///
    /// - Parameters:
    ///   - other: the models
    ///   - patience: who of this work waits when a host asks to
    init(sharing other: ModelFactory, patience: Patience) {
        var context = other.context
        resilient = other.resilient.map { ResilientClient(sharing: $0, patience: patience) }
        if let resilient { context.http = resilient }
        self.context = context
    }

    /// Models whose calls are made once, so that the first fault shows.
    ///
    /// - Throws: the transport's error, for a file of certificates that can't be used.
    package init(
        withoutRetries request: RunRequest, seeds: String, applications: [String: HTTPApplication]
    ) throws {
        let client = try CurlClient(CurlSettings(caBundle: request.connection.caBundle))
        let images = ImageDownload(client, connections: request.connection.maxConnections, retry: .none)
        context = ModelContext(
            environment: ProcessInfo.processInfo.environment, http: client, seeds: seeds,
            applications: applications, transfer: request.transferOptions, fetchImage: images.bytes,
            makeAgent: Self.makeAgent)
        resilient = nil
    }

    private static let makeAgent: ModelContext.AgentMaker = { profile, context in
        try SimulatedAgent.model(profile, seeds: context.seeds, clock: context.clock)
    }

    /// The model that a name stands for, at its provider or at the server `baseURL`.
    ///
    /// - Throws: ``ChatError`` for an unknown provider or a missing key; ``ConfigurationError``.
    package func model(_ name: String, baseURL: String?) throws -> any ChatModel {
        try ModelRegistry.model(name, baseURL: baseURL, context: context)
    }

    /// An attempt that failed and is made again.
    private static func text(of event: RetryEvent) -> String {
        TerminalText.safe(
            "retry: \(event.label) at \(event.host), attempt \(event.attempt): \(event.error); "
                + "again in \(Figures.duration(event.delay.seconds))")
    }
}
