import HTTPTransport

/// What the making of a model may draw on: the world outside, handed in.
package struct ModelContext: Sendable {
    /// The process's environment, where the keys are.
    package let environment: [String: String]
    /// Sends the requests.
    package let http: any HTTPClient
    /// Path of the seeds folder, where the simulated profiles are.
    package let seeds: String
    /// Waits for simulated latencies and process timeouts.
    package let clock: any Clock<Duration>
    /// The applications that `http/<name>` may name.
    package let applications: [String: HTTPApplication]
    /// Limits of each call.
    package let transfer: TransferOptions
    /// How long `process/<command>` may take to reply; by default as long as any other target.
    package let processTimeout: Duration
    /// What servers were found not to take; models of one context share it.
    package let lessons: LessonBook
    /// Takes a line for people when a server was found not to take something.
    package let notice: @Sendable (String) -> Void

    /// A context; what is left out is a default that reaches nothing.
    package init(
        environment: [String: String], http: any HTTPClient, seeds: String,
        clock: any Clock<Duration> = ContinuousClock(), applications: [String: HTTPApplication] = [:],
        transfer: TransferOptions = .default, processTimeout: Duration? = nil,
        lessons: LessonBook = LessonBook(), notice: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.environment = environment
        self.http = http
        self.seeds = seeds
        self.clock = clock
        self.applications = applications
        self.transfer = transfer
        self.processTimeout = processTimeout ?? transfer.totalTimeout
        self.lessons = lessons
        self.notice = notice
    }
}

extension ModelContext: CustomStringConvertible, CustomReflectable {
    /// Where the seeds are and which applications there are; the environment holds keys and is not shown.
    package var description: String {
        "models with seeds in \(seeds), applications: \(applications.keys.sorted().joined(separator: ", "))"
    }

    /// Nothing but the description.
    package var customMirror: Mirror { Mirror(self, children: ["context": description]) }
}
