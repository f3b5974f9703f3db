/// Why a model gave no answer. No case holds a key or a header.
package enum ChatError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name is not `provider/model`, or nobody knows the provider.
    case unknownProvider(String, known: [String])
    /// A setting that the provider needs is missing or wrong; the text says which and how to set it.
    case configuration(model: String, problem: String)
    /// The provider rejects the key (401, 403).
    case unauthorized(model: String, status: Int, message: String)
    /// The provider rejects the request (400, 404, 422…; 429 for an account without funds).
    case rejected(model: String, status: Int, message: String)
    /// The provider was reached but could not answer after all retries (429, 5xx; status 0 for a timeout).
    case unavailable(model: String, status: Int, message: String)
    /// Nothing could be reached, or the connection broke, after all retries.
    case unreachable(model: String, message: String)
    /// The answer is not what the provider's interface promises; `excerpt` is its first 200 characters.
    case unreadable(model: String, problem: String, excerpt: String)

    /// Whether the run can't go on: every further call would fail in the same way.
    package var isFatal: Bool {
        switch self {
        case .unknownProvider, .configuration, .unauthorized, .unreachable: true
        // An unknown model and an empty account stay so.
        case .rejected(_, let status, _): status == 404 || status == 402 || status == 429
        case .unavailable, .unreadable: false
        }
    }

    /// Whether the same call may go through later.
    package var isRetryable: Bool {
        switch self {
        case .unavailable, .unreachable, .unreadable: true
        case .unknownProvider, .configuration, .unauthorized, .rejected: false
        }
    }

    /// The message for people: what failed and what to do.
    package var description: String {
        switch self {
        case .unknownProvider(let name, let known):
            "unknown model '\(name)'; write provider/model with one of: \(known.joined(separator: ", "))"
        case .configuration(let model, let problem):
            "\(model): \(problem)"
        case .unauthorized(let model, let status, let message):
            "\(model): the provider rejects the key (HTTP \(status)): \(message); check the key in the environment"
        case .rejected(let model, let status, let message):
            "\(model): the provider rejects the request (HTTP \(status)): \(message)"
        case .unavailable(let model, 0, let message):
            "\(model): no answer after all retries: \(message); raise the timeout or lower the concurrency"
        case .unavailable(let model, let status, let message):
            "\(model): no answer after all retries (HTTP \(status)): \(message)"
        case .unreachable(let model, let message):
            "\(model): cannot be reached: \(message); check the address and that the server runs"
        case .unreadable(let model, let problem, let excerpt):
            "\(model): unreadable answer: \(problem): \(excerpt)"
        }
    }
}
