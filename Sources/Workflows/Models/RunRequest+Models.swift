import ChatModels
import Foundation
import HTTPTransport
import Records

extension RunRequest {
    /// How the target is asked to respond.
    var targetOptions: ChatOptions {
        ChatOptions(
            temperature: target.temperature, maxTokens: target.maxAnswerTokens, seed: target.seed,
            stop: target.stop ?? [], extra: target.extra ?? [:])
    }

    /// The limits of each host.
    var hostLimits: HostLimits {
        HostLimits(
            maxConnections: connection.maxConnections, requestsPerMinute: limits.requestsPerMinute,
            tokensPerMinute: limits.tokensPerMinute)
    }

    /// How long a host may ask to wait.
    var patience: Patience {
        connection.maxWait.map { Patience(most: .seconds($0)) } ?? Patience()
    }

    /// How programs of the user's own are started; a reply may take as long as a model's.
    var programs: ProgramContext {
        ProgramContext(
            environment: ProcessInfo.processInfo.environment, timeout: transferOptions.totalTimeout)
    }

    /// Limits of each call.
    var transferOptions: TransferOptions {
        var options = TransferOptions.default
        if let timeout = connection.timeout { options.totalTimeout = .seconds(timeout) }
        if let connectTimeout = connection.connectTimeout { options.connectTimeout = .seconds(connectTimeout) }
        if let lowSpeedLimit = connection.lowSpeedLimit { options.lowSpeedBytesPerSecond = lowSpeedLimit }
        return options
    }
}
