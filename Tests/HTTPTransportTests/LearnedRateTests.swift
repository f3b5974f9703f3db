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

    @Test("there is no rate before the first rejection")
    func unknown() {
        var rate = LearnedRate()
        rate.accepted(at: .seconds(1))
        #expect(rate.perSecond(at: .seconds(2)) == nil)
    }
}
