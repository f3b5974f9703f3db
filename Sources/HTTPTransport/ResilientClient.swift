/// Sends requests through another client within each host's limits, and tries again what may yet succeed.
///
/// A bad status that outlives the retries comes back as the response it is; any other failure is thrown. Both carry the
/// record of the failed attempts.
package final class ResilientClient: HTTPClient {
    private let base: any HTTPClient
    private let limits: HostLimits
    private let retry: RetryPolicy
    private let clock: TransportClock
    private let onRetry: @Sendable (RetryEvent) -> Void
    private let gates = Locked<[String: HostGate]>([:])
    private let random: Locked<JitterSource>

    /// A client around `base`.
    /// - Parameters:
    ///   - base: sends one attempt.
    ///   - limits: hold for each host by itself.
    ///   - retry: what is tried again, and how patiently.
    ///   - seed: decides the jitter.
    ///   - clock: the time.
    ///   - onRetry: called before each retry's backoff, from any task.
    package init(
        _ base: any HTTPClient, limits: HostLimits = HostLimits(), retry: RetryPolicy = RetryPolicy(),
        seed: UInt64 = 0, clock: TransportClock = .system, onRetry: @escaping @Sendable (RetryEvent) -> Void = { _ in }
    ) {
        self.base = base
        self.limits = limits
        self.retry = retry
        self.clock = clock
        self.onRetry = onRetry
        random = Locked(JitterSource(state: seed))
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
                grant = try await gate.enter(tokens: request.estimatedTokens, isRetry: history.failures > 0)
            } catch let error as HTTPError {
                throw history.wrap(error)
            }
            history.begin(at: grant.started)
            let result = try await attempt(request, gate, grant)
            let ended = clock.now()
            if case .success(let response) = result {
                tellRepeated(response, request, host, attempt: history.failures + 1)
                history.add(response.failedAttempts)
            }
            guard let failure = failure(of: result, request, unixTime: clock.unixTime()) else {
                return try history.finish(result)
            }
            history.fail(failure.what, at: ended)
            let delay = retry.delay(
                failures: history.failures, random: random.withLock { $0.unit() }, retryAfter: failure.retryAfter)
            let isInTime = ended + delay - history.firstStart < retry.deadline
            guard failure.isRetryable, history.failures < retry.maxAttempts, isInTime else {
                return try history.finish(result)
            }
            onRetry(
                RetryEvent(
                    label: request.label, host: host, attempt: history.failures, error: failure.what,
                    elapsed: ended - grant.started, delay: delay))
            try await clock.sleep(delay)
        }
    }

    /// Corrects what a request was estimated to cost by what it did cost.
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
            let gate = HostGate(host: host, limits: limits, retry: retry, clock: clock)
            gates[host] = gate
            return gate
        }
    }

    private func attempt(
        _ request: HTTPRequest, _ gate: HostGate, _ grant: HostGate.Grant
    ) async throws -> Result<HTTPResponse, HTTPError> {
        do {
            let response = try await base.send(request)
            let unixTime = clock.unixTime()
            gate.leave(
                grant, outcome(of: response, unixTime: unixTime),
                pause: RateHeaders.pause(response.headers, tokens: request.estimatedTokens, unixTime: unixTime))
            return .success(response)
        } catch let error as HTTPError {
            gate.leave(grant, outcome(of: error))
            return .failure(error)
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

    private func outcome(of response: HTTPResponse, unixTime: Double) -> AttemptOutcome {
        switch response.status {
        case 429: .throttled(retryAfter: RateHeaders.retryAfter(response.headers, unixTime: unixTime))
        case 503, 529:
            .overloaded(
                "HTTP \(response.status)", retryAfter: RateHeaders.retryAfter(response.headers, unixTime: unixTime))
        case 500...: .failed("HTTP \(response.status)")
        default: .served
        }
    }

    private func outcome(of error: HTTPError) -> AttemptOutcome {
        switch error {
        case .timeout: .overloaded(error.summary, retryAfter: nil)
        case .connection, .tls, .truncated: .failed(error.summary)
        case .tooLarge: .served
        case .invalidURL, .invalidField, .circuitOpen, .unavailable, .exhausted: .abandoned
        }
    }

    private struct Failure {
        let what: String
        let isRetryable: Bool
        let retryAfter: Duration?
    }

    private func failure(
        of result: Result<HTTPResponse, HTTPError>, _ request: HTTPRequest, unixTime: Double
    ) -> Failure? {
        switch result {
        case .success(let response):
            guard RetryPolicy.isRetryable(status: response.status), request.isFinal?(response) != true else {
                return nil
            }
            return Failure(
                what: "HTTP \(response.status)", isRetryable: true,
                retryAfter: RateHeaders.retryAfter(response.headers, unixTime: unixTime))
        case .failure(let error):
            return Failure(what: error.summary, isRetryable: error.isRetryable, retryAfter: nil)
        }
    }
}
