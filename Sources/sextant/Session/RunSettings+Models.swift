import ChatModels
import HTTPTransport
import Records

extension RunSettings {
    /// How the target is to answer.
    var targetOptions: ChatOptions {
        ChatOptions(
            temperature: temperature, maxTokens: maxAnswerTokens, seed: targetSeed, stop: stop ?? [],
            extra: extra ?? [:])
    }

    /// What each host allows.
    var hostLimits: HostLimits {
        HostLimits(
            maxConnections: maxConnections, requestsPerMinute: requestsPerMinute, tokensPerMinute: tokensPerMinute)
    }

    /// Limits of each call.
    var transferOptions: TransferOptions {
        timeout.map { TransferOptions(totalTimeout: .seconds($0)) } ?? .default
    }
}
