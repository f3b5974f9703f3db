@testable import HTTPTransport

/// A host's gate against a server with a rate limit, both in simulated time, so that a minute takes milliseconds.
struct RateSimulation {
    /// How the simulated server counts.
    enum Server {
        case fixedWindow
        case bucket(Double)
    }

    /// What came of the requests that arrived after the warm-up.
    struct Outcome {
        var accepted = 0
        var rejected = 0
        /// Per simulated second, for looking at a failure.
        var timeline: [(accepted: Int, rejected: Int)] = []
        var acceptedShare = 0.0
        var rejectedShare: Double { Double(rejected) / Double(max(1, accepted + rejected)) }
    }

    let allowedPerSecond: Double
    let server: Server
    let latency: Duration
    let connections: Int
    var retryAfter: Duration? = .seconds(1)
    var seconds = 60
    var warmUp = 5

    private struct Flight {
        let started: Duration
        let ends: Duration
        let isAccepted: Bool
    }

    func run() -> Outcome {
        var gate = GateState(limits: HostLimits(maxConnections: connections), retry: RetryPolicy())
        var admission = Admission(server: server, perSecond: allowedPerSecond)
        var outcome = Outcome(timeline: Array(repeating: (0, 0), count: seconds))
        // Rejections come back at once, served requests after the latency: two queues, each in order.
        var served: [Flight] = []
        var turned: [Flight] = []
        let step = Duration.microseconds(500)
        var now = Duration.seconds(1000)
        let start = now
        let end = now + .seconds(seconds)
        while now < end {
            for flight in finished(&served, now) + finished(&turned, now) {
                gate.finish(
                    flight.isAccepted ? .served : .throttled(retryAfter: retryAfter), started: flight.started, at: now)
            }
            while case .start = gate.decide(tokens: 0, at: now) {
                let isAccepted = admission.admits(at: now)
                let ends = now + (isAccepted ? latency : .milliseconds(1))
                let flight = Flight(started: now, ends: ends, isAccepted: isAccepted)
                if isAccepted { served.append(flight) } else { turned.append(flight) }
                let second = Int((now - start).inSeconds)
                if isAccepted { outcome.timeline[second].accepted += 1 } else { outcome.timeline[second].rejected += 1 }
            }
            now += step
        }
        for second in outcome.timeline.dropFirst(warmUp) {
            outcome.accepted += second.accepted
            outcome.rejected += second.rejected
        }
        outcome.acceptedShare = Double(outcome.accepted) / (allowedPerSecond * Double(seconds - warmUp))
        return outcome
    }

    private func finished(_ flights: inout [Flight], _ now: Duration) -> ArraySlice<Flight> {
        let done = flights.prefix { $0.ends <= now }
        flights.removeFirst(done.count)
        return done
    }

    private struct Admission {
        let server: Server
        let perSecond: Double
        var window: Int64 = 0
        var count = 0.0
        var level: Double?
        var time = Duration.zero

        mutating func admits(at now: Duration) -> Bool {
            switch server {
            case .fixedWindow:
                let current = now.components.seconds
                if current != window {
                    window = current
                    count = 0
                }
                guard count + 1 <= perSecond else { return false }
                count += 1
                return true
            case .bucket(let capacity):
                let filled = min(capacity, (level ?? capacity) + (now - time).inSeconds * perSecond)
                time = now
                level = filled >= 1 ? filled - 1 : filled
                return filled >= 1
            }
        }
    }
}
