import HTTPTransport

/// The outside world that a model may use, handed in: environment, HTTP client, seeds, applications.
package struct ModelContext: Sendable {
    /// The process's environment, where the keys are.
    package let environment: [String: String]
    /// Sends the requests.
    package var http: any HTTPClient
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
    /// The request fields that servers were found to reject; models of one context share it.
    package let lessons: LessonBook
    /// Fetches an image that a reply gives the address of; nil where that is not done.
    package let fetchImage: ImageFetch?
    /// Fetches what stands at an address; `isOwn` when the address is one of the model's own server.
    package typealias ImageFetch = @Sendable (_ address: String, _ isOwn: Bool) async throws -> [UInt8]
    /// Makes a simulated model that uses tools; nil where there are none.
    package let makeAgent: AgentMaker?
    /// Makes a simulated model that uses tools, of a profile.
    package typealias AgentMaker = @Sendable (SimulatedProfile, ModelContext) throws -> any ChatModel
    /// Counts a session of an application that is about to begin (1), or has ended (-1), so that one which a killed process leaves
    /// open is known; nil where nobody counts.
    package let countSession: SessionCount?
    /// Counts a session; see ``countSession``.
    package typealias SessionCount = @Sendable (_ change: Int) async throws -> Void
    /// Takes a line for people when a server was found not to take something.
    package let notice: @Sendable (String) -> Void

    /// A context; the defaults reach nothing outside.
    package init(
        environment: [String: String], http: any HTTPClient, seeds: String,
        clock: any Clock<Duration> = ContinuousClock(), applications: [String: HTTPApplication] = [:],
        transfer: TransferOptions = .default, processTimeout: Duration? = nil,
        lessons: LessonBook = LessonBook(), fetchImage: ImageFetch? = nil, makeAgent: AgentMaker? = nil,
        countSession: SessionCount? = nil, notice: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.environment = environment
        self.http = http
        self.seeds = seeds
        self.clock = clock
        self.applications = applications
        self.transfer = transfer
        self.processTimeout = processTimeout ?? transfer.totalTimeout
        self.lessons = lessons
        self.fetchImage = fetchImage
        self.makeAgent = makeAgent
        self.countSession = countSession
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
