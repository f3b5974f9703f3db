/// How often, and how patiently, a failed request is tried again.
package struct RetryPolicy: Sendable, Equatable {
    /// One attempt, and no circuit breaker.
    package static let none = RetryPolicy(maxAttempts: 1, breakerThreshold: .max)

    /// Attempts in all, at least 1.
    package var maxAttempts: Int
    /// The n-th backoff is drawn evenly from 0 to this times 2^(n-1) ("full jitter").
    package var baseDelay: Duration
    /// The longest backoff; a server's `Retry-After` may ask for more.
    package var maxDelay: Duration
    /// The time for all attempts of one request, counted from the start of the first: waiting in line before that is free,
    /// and so are waits that the server asks for.
    package var deadline: Duration
    /// This many failures in a row, without any success from the host, open its circuit breaker ...
    package var breakerThreshold: Int
    /// ... if the first of them is at least this long ago, so that one burst at high concurrency does not.
    package var breakerSpan: Duration
    /// How long an open breaker refuses everything before it lets one probe through.
    package var breakerCooldown: Duration

    /// A policy, each part with the default shown.
    package init(
        maxAttempts: Int = 6, baseDelay: Duration = .milliseconds(500), maxDelay: Duration = .seconds(60),
        deadline: Duration = .seconds(600), breakerThreshold: Int = 20, breakerSpan: Duration = .seconds(5),
        breakerCooldown: Duration = .seconds(30)
    ) {
        self.maxAttempts = max(1, maxAttempts)
        self.baseDelay = baseDelay
        self.maxDelay = maxDelay
        self.deadline = deadline
        self.breakerThreshold = max(1, breakerThreshold)
        self.breakerSpan = breakerSpan
        self.breakerCooldown = breakerCooldown
    }

    /// Whether a response of this status may be followed by a better one.
    package static func isRetryable(status: Int) -> Bool {
        switch status {
        // 424: what the host itself depends on failed. 498 and 499 are Groq's for too little room, and for a call given up.
        case 408, 409, 424, 425, 429, 498, 499, 500...599: true
        default: false
        }
    }

    /// The backoff after `failures` failed attempts, with `random` in 0..<1.
    func delay(failures: Int, random: Double) -> Duration {
        min(maxDelay, baseDelay * (1 << min(max(failures - 1, 0), 20))) * random
    }
}

/// What the body of a response says about trying again, for those who can read it.
package enum RetryAdvice: Sendable, Equatable {
    /// Nothing: the status decides.
    case byStatus
    /// Another attempt may do better, whatever the status says.
    case again
    /// Another attempt may do better after so long, whatever the status says.
    case after(Duration)
    /// No attempt will do better, whatever the status says.
    case never
}

/// A failed attempt that will be followed by another.
package struct RetryEvent: Sendable, Equatable {
    /// The request's label.
    package var label: String
    /// The host, with its port.
    package var host: String
    /// Which attempt failed, from 1.
    package var attempt: Int
    /// What went wrong in a few words.
    package var error: String
    /// How long the attempt took.
    package var elapsed: Duration
    /// The backoff before the next attempt, without the wait for a slot.
    package var delay: Duration
}
