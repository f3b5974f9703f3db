import ChatModels
import HTTPTransport
import Records

extension RunSettings {
    /// How the target is asked to respond.
    var targetOptions: ChatOptions {
        ChatOptions(
            temperature: temperature, maxTokens: maxAnswerTokens, seed: targetSeed, stop: stop ?? [],
            extra: extra ?? [:])
    }

    /// The limits of each host.
    package var hostLimits: HostLimits {
        HostLimits(
            maxConnections: maxConnections, requestsPerMinute: requestsPerMinute, tokensPerMinute: tokensPerMinute)
    }

    /// How long a host may ask to wait.
    package var patience: Patience {
        maxWait.map { Patience(most: .seconds($0)) } ?? Patience()
    }

    /// Limits of each call.
    package var transferOptions: TransferOptions {
        var options = TransferOptions.default
        if let timeout { options.totalTimeout = .seconds(timeout) }
        if let connectTimeout { options.connectTimeout = .seconds(connectTimeout) }
        if let lowSpeedLimit { options.lowSpeedBytesPerSecond = lowSpeedLimit }
        return options
    }
}
