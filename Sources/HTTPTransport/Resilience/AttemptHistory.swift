/// The failed attempts of one request, with their times.
struct AttemptHistory {
    private(set) var attempts: [FailedAttempt] = []
    private var waitingSince: Duration
    private var started = Duration.zero
    private var first: Duration?
    /// Waits so far that the host asked for.
    var asked = Duration.zero

    init(asked: Duration) {
        waitingSince = asked
    }

    var failures: Int { attempts.count }

    /// When the first attempt began; the deadline counts from there.
    var firstStart: Duration { first ?? waitingSince }

    mutating func begin(at now: Duration) {
        started = now
        if first == nil { first = now }
    }

    mutating func fail(_ what: String, at now: Duration) {
        attempts.append(FailedAttempt(what: what, elapsed: now - started, waited: started - waitingSince))
        waitingSince = now
    }

    /// Takes in attempts that the client below made again by itself.
    mutating func add(_ repeated: [FailedAttempt]) {
        attempts += repeated
    }

    func wrap(_ error: HTTPError) -> HTTPError {
        attempts.isEmpty ? error : .exhausted(last: error, attempts: attempts)
    }

    /// The response with its history, or the error with it.
    /// - Parameters:
    ///   - result: what the last attempt brought
    ///   - comeBackAt: when the host can be asked again, seconds since 1970, if that is later than anybody waits
    /// - Throws: `HTTPError`.
    func finish(
        _ result: Result<HTTPResponse, HTTPError>, comeBackAt: Double? = nil
    ) throws(HTTPError) -> HTTPResponse {
        switch result {
        case .success(var response):
            response.failedAttempts = attempts
            response.comeBackAt = comeBackAt
            return response
        case .failure(let error): throw wrap(error)
        }
    }
}
