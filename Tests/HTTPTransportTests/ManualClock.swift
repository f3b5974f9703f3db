import Foundations
import HTTPTransport

/// A clock that stands still until somebody sleeps, and then jumps; it keeps a list of the sleeps.
struct ManualClock: Sendable {
    private struct State: Sendable {
        var now = Duration.seconds(1000)
        var sleeps: [Duration] = []
    }

    private let state = Locked(State())

    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func advance(_ duration: Duration) {
        state.withLock { $0.now += duration }
    }

    var transport: TransportClock {
        TransportClock(
            now: { state.withLock { $0.now } },
            sleep: { duration in
                try Task.checkCancellation()
                state.withLock {
                    $0.now += duration
                    $0.sleeps.append(duration)
                }
            },
            unixTime: { 784_111_777 })
    }
}

/// A client that answers from a list, the last answer for ever, and takes `cost` of the manual clock each time.
final class ScriptedClient: HTTPClient {
    private let answers: Locked<[Result<HTTPResponse, HTTPError>]>
    private let sent = Locked(0)
    private let clock: ManualClock
    private let cost: Duration

    init(_ answers: [Result<HTTPResponse, HTTPError>], clock: ManualClock, cost: Duration = .milliseconds(100)) {
        self.answers = Locked(answers)
        self.clock = clock
        self.cost = cost
    }

    convenience init(statuses: [Int], headers: HTTPHeaders = [:], clock: ManualClock) {
        self.init(statuses.map { .success(HTTPResponse(status: $0, headers: headers)) }, clock: clock)
    }

    var count: Int { sent.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        sent.withLock { $0 += 1 }
        clock.advance(cost)
        let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        return try answer.get()
    }
}
