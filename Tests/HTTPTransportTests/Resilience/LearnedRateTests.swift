import Testing

@testable import HTTPTransport

@Suite("The rate learned from rejections")
struct LearnedRateTests {
    @Test(
        "uses 90 % of what a server allows, with 5 % rejections at most",
        arguments: [
            RateSimulation(allowedPerSecond: 50, server: .fixedWindow, latency: .milliseconds(50), connections: 64),
            RateSimulation(allowedPerSecond: 50, server: .bucket(10), latency: .milliseconds(50), connections: 64),
            RateSimulation(allowedPerSecond: 50, server: .bucket(50), latency: .milliseconds(300), connections: 64),
            RateSimulation(
                allowedPerSecond: 50, server: .fixedWindow, latency: .milliseconds(50), connections: 10),
            RateSimulation(
                allowedPerSecond: 50, server: .bucket(2), latency: .milliseconds(50), connections: 64, retryAfter: nil),
            RateSimulation(allowedPerSecond: 10, server: .fixedWindow, latency: .milliseconds(800), connections: 64),
            RateSimulation(allowedPerSecond: 500, server: .bucket(50), latency: .milliseconds(100), connections: 512),
        ])
    func converges(_ simulation: RateSimulation) {
        let outcome = simulation.run()
        let timeline = outcome.timeline.map { "\($0.accepted)/\($0.rejected)" }.joined(separator: " ")
        #expect(outcome.acceptedShare >= 0.9, "accepted/rejected per second: \(timeline)")
        #expect(outcome.rejectedShare <= 0.05, "accepted/rejected per second: \(timeline)")
    }

    @Test("bears with a host that allows a few requests a minute", arguments: [nil, Duration.seconds(6)])
    func slowHost(_ retryAfter: Duration?) {
        let simulation = RateSimulation(
            allowedPerSecond: 1.0 / 6, server: .bucket(3), latency: .milliseconds(500), connections: 10,
            retryAfter: retryAfter, seconds: 1200, warmUp: 200)
        let outcome = simulation.run()
        #expect(outcome.acceptedShare >= 0.8, "\(outcome.accepted) accepted, \(outcome.rejected) rejected")
        #expect(outcome.rejectedShare <= 0.1, "\(outcome.accepted) accepted, \(outcome.rejected) rejected")
    }

    @Test("there is no rate before the first rejection")
    func unknown() {
        var rate = LearnedRate()
        rate.accepted(at: .seconds(1))
        #expect(rate.perSecond(at: .seconds(2)) == nil)
    }
}
