import FoundationEssentials

/// Why a model gave no reply. No case holds a key or a header.
package enum ChatError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name is not `provider/model`, or nobody knows the provider.
    case unknownProvider(String, known: [String])
    /// A setting that the provider needs is missing or wrong; the text says which and how to set it.
    case configuration(model: String, problem: String)
    /// The provider rejects the key, or a request for which the key has no permission (401, 403).
    case unauthorized(model: String, status: Int, message: String)
    /// The provider rejects the request (400, 404, 422…).
    case rejected(model: String, status: Int, message: String)
    /// The account has no funds, or no quota, left.
    case quota(model: String, status: Int, message: String)
    /// The provider asks for a longer wait than `--max-wait` allows; `until` is in seconds since 1970.
    case wait(model: String, until: Double, message: String)
    /// The provider was reached but could not reply after all retries (429, 5xx; status 0 for a timeout).
    case unavailable(model: String, status: Int, message: String)
    /// Nothing could be reached, or the connection broke, after all retries; `isPromptFree` when that was before anything
    /// was sent.
    case unreachable(model: String, message: String, isPromptFree: Bool = false)
    /// The reply does not have the form that the provider's interface promises; `excerpt` is its first 200 characters.
    case unreadable(model: String, problem: String, excerpt: String)

    /// So many calls in a row failed, the last as given, that the fault is not one call's; `isFirst` when no call before
    /// them went through.
    indirect case persistent(ChatError, calls: Int, isFirst: Bool)

    /// Whether the run can't go on, whatever other calls bring: every further one would fail in the same way.
    package var isFatal: Bool {
        switch self {
        case .unknownProvider, .configuration, .quota, .wait, .persistent: true
        case .unauthorized, .rejected, .unreachable, .unavailable, .unreadable: false
        }
    }

    /// Whether it can't be the prompt's fault: when no call went through before, every further one would fail too.
    package var concernsEveryCall: Bool {
        switch self {
        case .unauthorized(_, let status, _): status == 401
        case .unreachable(_, _, let isPromptFree): isPromptFree
        case .rejected, .unavailable, .unreadable: false
        case .unknownProvider, .configuration, .quota, .wait, .persistent: true
        }
    }

    /// Whether the same call may go through later, when the key is mended or the server is well again.
    package var isRetryable: Bool {
        switch self {
        case .unavailable, .unreachable, .unreadable: true
        case .unauthorized(_, let status, _): status == 401
        case .persistent(let error, _, _): error.isRetryable
        case .unknownProvider, .configuration, .rejected, .quota, .wait: false
        }
    }

    /// The message for people: the failure and the remedy.
    package var description: String {
        switch self {
        case .unknownProvider(let name, let known):
            "unknown model '\(name)'; write provider/model with one of: \(known.joined(separator: ", "))"
        case .configuration(let model, let problem):
            "\(model): \(problem)"
        case .unauthorized(let model, 403, let message):
            "\(model): the provider refuses access (HTTP 403): \(message); check the key in the environment and what it "
                + "gives access to"
        case .unauthorized(let model, let status, let message):
            "\(model): the provider rejects the key (HTTP \(status)): \(message); check the key in the environment"
        case .rejected(let model, let status, let message):
            "\(model): the provider rejects the request (HTTP \(status)): \(message)"
        case .quota(let model, let status, let message):
            "\(model): no credit or quota is left (HTTP \(status)): \(message); add funds or raise the limit, then resume"
        case .wait(let model, let until, let message):
            "\(model): the provider asks to wait until \(Self.time(until)): \(message); resume then, or raise --max-wait"
        case .unavailable(let model, 0, let message):
            "\(model): no response after all retries: \(message); raise the timeout or lower the concurrency"
        case .unavailable(let model, let status, let message):
            "\(model): no response after all retries (HTTP \(status)): \(message)"
        case .unreachable(let model, let message, _):
            "\(model): cannot be reached: \(message); check the address and that the server runs"
        case .unreadable(let model, let problem, let excerpt):
            "\(model): unreadable response: \(problem)\(excerpt.isEmpty ? "" : ": ")\(excerpt)"
        case .persistent(let error, let calls, let isFirst):
            "\(error)\(calls > 1 ? "; \(calls) calls in a row failed" : "")" + error.remedy(isFirst: isFirst)
        }
    }

    /// The remedy for an error that is not one call's.
    private func remedy(isFirst: Bool) -> String {
        switch self {
        case .rejected(_, 404, _) where isFirst: "; check the model's name and the base URL"
        case .rejected where isFirst: "; check the model's name and the options that are sent"
        case .rejected: "; see what these prompts have in common, then resume"
        case .unavailable, .unreadable: "; resume when the server is well again"
        default: ""
        }
    }

    private static func time(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: min(max(seconds, 0), 253_402_300_799)).formatted(.iso8601)
    }
}
