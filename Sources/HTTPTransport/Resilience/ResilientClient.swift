import Foundations

/// Sends requests through another client within each host's limits, and repeats attempts that may yet succeed.
///
/// A bad status that outlives the retries comes back as the response it is; any other failure is thrown. Both carry the
/// record of the failed attempts.
package final class ResilientClient: HTTPClient {
    private let base: any HTTPClient
    private let limits: HostLimits
    private let share: HostShare
    private let retry: RetryPolicy
    private let clock: TransportClock
    private let patience: Patience
    private let advice: @Sendable (HTTPResponse) -> RetryAdvice
    private let onRetry: @Sendable (RetryEvent) -> Void
    private let gates: Locked<[String: HostGate]>
    private let random: Locked<SeededRandom>

    /// A client around `base`.
    /// - Parameters:
    ///   - base: sends one attempt.
    ///   - limits: hold for each host by itself.
    ///   - share: how the limits are shared with other processes.
    ///   - retry: what is tried again, and how patiently.
    ///   - seed: decides the jitter.
    ///   - clock: the time.
    ///   - patience: the longest wait that a host may ask for, and who waits at present.
    ///   - onRetry: called before each retry's backoff, from any task.
    ///   - advice: what a response's body says about trying again; asked for every response.
    package init(
        _ base: any HTTPClient, limits: HostLimits = HostLimits(), share: HostShare = HostShare(),
        retry: RetryPolicy = RetryPolicy(),
        seed: UInt64 = 0, clock: TransportClock = .system, patience: Patience = Patience(),
        onRetry: @escaping @Sendable (RetryEvent) -> Void = { _ in },
        advice: @escaping @Sendable (HTTPResponse) -> RetryAdvice = { _ in .byStatus }
    ) {
        self.base = base
        self.limits = limits
        self.share = share
        self.retry = retry
        self.clock = clock
        self.patience = patience
        self.advice = advice
        self.onRetry = onRetry
        random = Locked(SeededRandom(seed: seed))
        gates = Locked([:])
    }

    /// A client for other work, within the same limits of each host as another.
    /// - Parameters:
    ///   - other: the other one.
    ///   - patience: the longest wait that a host may ask this work for, and who of it waits at present.
    package init(sharing other: ResilientClient, patience: Patience) {
        base = other.base
        limits = other.limits
        share = other.share
        retry = other.retry
        clock = other.clock
        self.patience = patience
        advice = other.advice
        onRetry = other.onRetry
        random = other.random
        gates = other.gates
    }

    /// Sends a request, waiting and trying again as the limits and the policy say.
    /// - Throws: `HTTPError`, or `CancellationError` when the task was cancelled.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let host = try URLHost.parse(request.url)
        let gate = gate(for: host)
        var history = AttemptHistory(asked: clock.now())
        while true {
            let grant: HostGate.Grant
            do {
                grant = try await gate.enter(
                    tokens: request.estimatedTokens, isRetry: history.failures > 0, patience: patience)
            } catch let error as HTTPError {
                throw history.wrap(error)
            } catch is CancellationError where request.isClosing && patience.isOver {
                return try await base.send(request)
            }
            history.begin(at: grant.started)
            let (result, failure) = try await attempt(request, gate, grant)
            let ended = clock.now()
            if case .success(let response) = result {
                tellRepeated(response, request, host, attempt: history.failures + 1)
                history.add(response.failedAttempts)
            }
            guard let failure else { return try history.finish(result) }
            history.fail(failure.what, at: ended)
            if let asked = failure.retryAfter, asked > patience.most {
                return try history.finish(result, comeBackAt: clock.unixTime() + asked.inSeconds)
            }
            let backoff = retry.delay(failures: history.failures, random: random.withLock { $0.unit() })
            let delay = max(backoff, failure.retryAfter ?? .zero)
            // A wait that the host asks for is not the request's own time.
            let isInTime = ended + backoff - history.firstStart - history.asked < retry.deadline
            let isRetryable = failure.isRetryable && request.repeating != .never
            guard isRetryable, history.failures < retry.maxAttempts, isInTime else {
                return try history.finish(result)
            }
            if delay > backoff { history.asked += delay }
            onRetry(
                RetryEvent(
                    label: request.label, host: host, attempt: history.failures, error: failure.what,
                    elapsed: ended - grant.started, delay: delay))
            try await patience.sleep(delay, for: host, clock: clock)
        }
    }

    /// Replaces the estimated cost of a request by its real cost.
    package func reportUsage(tokens: Int, for request: HTTPRequest) {
        guard let host = try? URLHost.parse(request.url) else { return }
        gate(for: host).correct(tokens: tokens - request.estimatedTokens)
    }

    /// What is known of the host of `url` at present, or `nil` if nothing was ever sent there.
    package func snapshot(of url: String) -> HostSnapshot? {
        guard let host = try? URLHost.parse(url) else { return nil }
        return gates.withLock { $0[host] }?.snapshot()
    }

    private func gate(for host: String) -> HostGate {
        gates.withLock { gates in
            if let gate = gates[host] { return gate }
            let gate = HostGate(host: host, limits: limits, retry: retry, clock: clock, share: share)
            gates[host] = gate
            return gate
        }
    }

    /// Sends the request once and tells the gate how the host did.
    private func attempt(
        _ request: HTTPRequest, _ gate: HostGate, _ grant: HostGate.Grant
    ) async throws -> (Result<HTTPResponse, HTTPError>, Failure?) {
        do {
            let response = try await base.send(request)
            let unixTime = clock.unixTime()
            let failure = failure(of: response, to: request, unixTime: unixTime)
            // A pause that no rejection confirms is believed only as far as one would wait for it.
            let pause = RateHeaders.pause(response.headers, tokens: request.estimatedTokens, unixTime: unixTime)
                .flatMap { $0 <= patience.most ? $0 : nil }
            gate.leave(grant, outcome(of: response, failure), pause: pause)
            return (.success(response), failure)
        } catch let error as HTTPError {
            gate.leave(grant, outcome(of: error))
            return (.failure(error), Failure(what: error.summary, isRetryable: error.isRetryable, retryAfter: nil))
        } catch {
            gate.leave(grant, .abandoned)
            throw error
        }
    }

    /// What the transport below repeated by itself is a retry like any other.
    private func tellRepeated(
        _ response: HTTPResponse, _ request: HTTPRequest, _ host: String, attempt: Int
    ) {
        for failed in response.failedAttempts {
            onRetry(
                RetryEvent(
                    label: request.label, host: host, attempt: attempt, error: failed.what, elapsed: failed.elapsed,
                    delay: .zero))
        }
    }

    private func outcome(of response: HTTPResponse, _ failure: Failure?) -> AttemptOutcome {
        // Longer than anybody waits: those in line learn it from their own rejections, and need no pause for that.
        let retryAfter = failure?.retryAfter.flatMap { $0 <= patience.most ? $0 : nil }
        return switch response.status {
        case 429: .throttled(retryAfter: retryAfter)
        case 503, 529: .overloaded("HTTP \(response.status)", retryAfter: retryAfter)
        case 500...: .failed("HTTP \(response.status)")
        default: .served
        }
    }

    private func outcome(of error: HTTPError) -> AttemptOutcome {
        switch error {
        case .timeout: .overloaded(error.summary, retryAfter: nil)
        case .connection, .tls, .truncated: .failed(error.summary)
        case .tooLarge, .coding: .served
        case .invalidURL, .invalidField, .circuitOpen, .unavailable, .exhausted: .abandoned
        }
    }

    private struct Failure {
        let what: String
        let isRetryable: Bool
        let retryAfter: Duration?
    }

    /// What went wrong with a response; nil when nothing did, or nothing that another attempt could mend.
    private func failure(of response: HTTPResponse, to request: HTTPRequest, unixTime: Double) -> Failure? {
        let advice = request.repeating == .byStatus && response.isSuccess ? .byStatus : advice(response)
        var asked = RateHeaders.retryAfter(response.headers, unixTime: unixTime)
        switch advice {
        case .again: break
        case .after(let wait): asked = asked ?? wait
        case .byStatus, .never: guard RetryPolicy.isRetryable(status: response.status) else { return nil }
        }
        if response.status == 429, asked == nil {
            asked = RateHeaders.pause(response.headers, tokens: 0, unixTime: unixTime, isRejection: true)
        }
        return Failure(
            what: "HTTP \(response.status)",
            isRetryable: advice != .never && response.headers["x-should-retry"] != "false", retryAfter: asked)
    }
}
