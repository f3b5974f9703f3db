import FoundationEssentials
import Foundations
import HTTPTransport

/// A provider's batch interface on a real socket, in the wire shape of one of five, that misbehaves as told; a call that is
/// made at once is replied to as well.
package final class BatchServer: Sendable {
    /// Whose interface it is.
    package enum Shape: String, Sendable, CaseIterable {
        case openai, azure, anthropic, gemini, mistral
    }

    /// How it misbehaves.
    package struct Faults: Sendable {
        /// Batches, from the first on, that are taken although the connection breaks before the answer.
        package var brokenAnswers = 0
        /// Batches, from the first on, that are lost in the same way, while another's of their time and size is there.
        package var strangers = 0
        /// Every so many lines, one has the status of `failingStatus`; 0 for none.
        package var failingEvery = 0
        package var failingStatus = 400
        package var failingMessage = "the prompt is not taken"
        /// Lines that are done before the batch expires; nil for all.
        package var expiresAfter: Int?
        /// Lines of the results, of which the last is cut in its middle; nil for all.
        package var cutAfter: Int?
        /// Readings of each file of results, from the first on, that are cut so.
        package var cutReadings = Int.max
        /// The error with which whole batches fail, and how many do.
        package var refusal: String?
        package var refusals = Int.max
        /// Whether batches are forgotten as soon as they were taken.
        package var forgets = false
        /// Whether every line comes twice.
        package var repeats = false
        /// Whether a batch never ends unless it is cancelled, when so many of its lines are done.
        package var neverEnds = false
        package var doneWhenCancelled = 0
        /// The state that a batch is said to be in, expired long ago; nil for the real one.
        package var state: String?
        /// Looks, from the first on, that are answered with a 503.
        package var failingLooks = 0

        package init() {}
    }

    /// What it has seen.
    package struct Seen: Sendable {
        /// Batches that were taken.
        package var batches = 0
        /// Lines that were worked on, each of which is paid for, by their keys.
        package var paid: [String: Int] = [:]
        /// Calls that were made at once.
        package var live = 0
        /// Batches that were cancelled.
        package var cancelled = 0
        /// The last line that came.
        package var lastLine: JSONValue = .null
        /// The last batch or job as it was made.
        package var lastJob: JSONValue = .null
        /// Looks at batches.
        package var looks = 0
        /// Readings of results, by path.
        package var readings: [String: Int] = [:]

        /// Lines that were worked on more than once.
        package var doubled: Int { paid.values.count { $0 > 1 } }
    }

    struct Batch: Sendable {
        let name: String
        let created: Double
        var lines: [(key: String, body: JSONValue)]
        var isCancelled = false
        var refusal: String?
    }

    struct State: Sendable {
        var seen = Seen()
        var files: [String: [UInt8]] = [:]
        var batches: [String: Batch] = [:]
        var last = 0
    }

    private let server: FaultHTTPServer
    private let state: Locked<State>

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - shape: whose interface it is
    ///   - port: the port, or 0 for a free one
    ///   - seconds: how long a batch takes
    ///   - faults: how it misbehaves
    ///   - reply: the text with which it replies to a prompt
    package init(
        _ shape: Shape, port: Int = 0, seconds: Double = 0, faults: Faults = Faults(),
        reply: @escaping @Sendable (String) -> String = { _ in "I can't help with that." }
    ) throws {
        let state = Locked(State())
        self.state = state
        let desk = BatchServerDesk(shape: shape, seconds: seconds, faults: faults, reply: reply)
        server = try FaultHTTPServer(
            port: port,
            otherwise: .answering { head, body in state.withLock { desk.behaviour(head, body, &$0) } })
    }

    /// `http://127.0.0.1:<port>`
    package var baseURL: String { server.baseURL }

    /// Its clock, in seconds since 1970.
    package var now: Double { Date().timeIntervalSince1970 }

    /// What it has seen until now.
    package var seen: Seen { state.withLock { $0.seen } }
}
