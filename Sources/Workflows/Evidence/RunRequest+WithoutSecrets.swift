import Analysis
import Foundations
import HTTPTransport
import Records

extension RunRequest {
    /// What may be handed to others: without what addresses and free fields may hold of keys.
    ///
    /// - Parameter isRedacted: whether the texts that models are told are hidden too
    func withoutSecrets(isRedacted: Bool) -> RunRequest {
        var request = self
        let address = { (url: String?) in url.map { HTTPTransport.Redaction.url($0) } }
        request.target.baseURL = address(target.baseURL)
        request.generator.baseURL = address(generator.baseURL)
        request.oracle.judgeBaseURL = address(oracle.judgeBaseURL)
        request.oracle.guardBaseURL = address(oracle.guardBaseURL)
        request.target.extra = target.extra.map(Self.hidden)
        request.generator.options?.extra = generator.options?.extra.map(Self.hidden)
        request.oracle.judgeOptions?.extra = oracle.judgeOptions?.extra.map(Self.hidden)
        if isRedacted {
            func hidden(_ text: String?) -> String? { text.map { _ in Analysis.Redaction.placeholder } }
            request.target.systemPrompt = hidden(target.systemPrompt)
            request.oracle.secretPrompt = hidden(oracle.secretPrompt)
            request.generator.options?.systemPrompt = hidden(generator.options?.systemPrompt)
            request.oracle.judgeOptions?.systemPrompt = hidden(oracle.judgeOptions?.systemPrompt)
        }
        return request
    }

    private static let secretWords = [
        "key", "token", "secret", "password", "credential", "auth", "signature", "cookie",
    ]
    /// Fields of models' interfaces that only sound as if they held a secret.
    private static let harmless: Set<String> = [
        "max_tokens", "max_completion_tokens", "max_output_tokens", "min_tokens", "prompt_cache_key",
        "skip_special_tokens", "stop_token_ids", "thinking_tokens", "budget_tokens",
    ]

    private static func hidden(_ fields: [String: JSONValue]) -> [String: JSONValue] {
        Dictionary(
            uniqueKeysWithValues: fields.map { name, value in
                let lowered = name.lowercased()
                guard harmless.contains(lowered) || !secretWords.contains(where: lowered.contains) else {
                    return (name, JSONValue.string(HTTPTransport.Redaction.mark))
                }
                return (name, hidden(value))
            })
    }

    private static func hidden(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members): .object(hidden(members))
        case .array(let values): .array(values.map { hidden($0) })
        default: value
        }
    }
}
