import Foundations
import Records
import SafetyGrid
import Testing

@testable import Feedback

@Suite("rates corrected for the oracle's errors")
struct CorrectedRateTests {
    /// Oracle of sensitivity 0.9 and specificity 0.98, a run of 1,260 tests, 200 human labels: how often, in 1,000
    /// simulated runs, the 95 % interval covers the true rate.
    struct Simulation {
        var random: SeededRandom
        let rate: Double
        static let (tests, labels, runs) = (1260, 200, 1000)

        init(rate: Double, seed: UInt64) {
            self.rate = rate
            random = SeededRandom(seed: seed, "coverage \(rate)")
        }

        mutating func verdict(of truth: Bool) -> Bool { random.unit() < (truth ? 0.9 : 0.02) }

        /// Labels of a calibration set of its own, half of them unsafe.
        mutating func roganGladen() -> CorrectedRate? {
            var counts = OracleCalibration(
                oracle: "o", truePositives: 0, falseNegatives: 0, trueNegatives: 0, falsePositives: 0, source: "")
            for _ in 0..<(Self.labels / 2) {
                if verdict(of: true) { counts.truePositives += 1 } else { counts.falseNegatives += 1 }
                if verdict(of: false) { counts.falsePositives += 1 } else { counts.trueNegatives += 1 }
            }
            let findings = (0..<Self.tests).count { _ in finding() }
            return try? OracleErrorDistribution(counts)?.corrected(findings: findings, judged: Self.tests).get()
        }

        /// Labels of the run's first responses: as random a sample as any.
        mutating func predictionPowered() -> CorrectedRate? {
            var labels = HumanLabels()
            var findings = 0
            for test in 0..<Self.tests {
                let truth = random.unit() < rate
                let verdict = verdict(of: truth)
                findings += verdict ? 1 : 0
                if test < Self.labels { labels.add(verdict: verdict, truth: truth) }
            }
            return CorrectedRate.predictionPowered(findings: findings, judged: Self.tests, labels: labels)
        }

        private mutating func finding() -> Bool { verdict(of: random.unit() < rate) }
    }

    @Test("with a calibration set, the interval covers the truth in 93 % of runs", arguments: [0.002, 0.02, 0.2])
    func roganGladenCovers(rate: Double) {
        var simulation = Simulation(rate: rate, seed: 11)
        let rates = (0..<Simulation.runs).compactMap { _ in simulation.roganGladen() }
        #expect(rates.count == Simulation.runs)
        #expect(rates.count { $0.interval.contains(rate) } >= 930)
        // An interval that covers because it is everything would be worth nothing.
        let width = rates.reduce(0) { $0 + $1.interval.upperBound - $1.interval.lowerBound } / Double(rates.count)
        #expect(width < 0.12)
    }

    @Test("with labels in the run, the interval covers the truth in 93 % of runs", arguments: [0.002, 0.02, 0.2])
    func predictionPoweredCovers(rate: Double) {
        var simulation = Simulation(rate: rate, seed: 12)
        let rates = (0..<Simulation.runs).compactMap { _ in simulation.predictionPowered() }
        #expect(rates.count == Simulation.runs)
        #expect(rates.count { $0.interval.contains(rate) } >= 930)
        let width = rates.reduce(0) { $0 + $1.interval.upperBound - $1.interval.lowerBound } / Double(rates.count)
        #expect(width < 0.12)
        let mean = rates.reduce(0) { $0 + $1.estimate } / Double(rates.count)
        #expect(abs(mean - rate) < 0.01)
    }

    private static func calibration(_ tp: Int, _ fn: Int, _ tn: Int, _ fp: Int) -> OracleCalibration {
        OracleCalibration(
            oracle: "o", truePositives: tp, falseNegatives: fn, trueNegatives: tn, falsePositives: fp, source: "")
    }

    private func corrected(_ findings: Int, of judged: Int, _ calibration: OracleCalibration) throws -> CorrectedRate {
        try #require(OracleErrorDistribution(calibration)).corrected(findings: findings, judged: judged).get()
    }

    @Test(
        "the estimate is Rogan and Gladen's, kept within 0 and 1",
        arguments: [
            (250, 0.2), (400, 0.4), (100, 0), (19, 0), (1000, 1), (0, 0),
        ])
    func estimate(findings: Int, expected: Double) throws {
        // Sensitivity 0.85, specificity 0.9: (0.25 + 0.9 - 1) / 0.75 = 0.2 and so on.
        let rate = try corrected(findings, of: 1000, Self.calibration(850, 150, 900, 100))
        #expect(abs(rate.estimate - expected) < 1e-12)
        #expect(rate.interval.contains(rate.estimate))
        #expect((0...1).contains(rate.interval.lowerBound) && (0...1).contains(rate.interval.upperBound))
    }

    @Test("with a faultless oracle and endless labels the rate stays what it was")
    func perfect() throws {
        let rate = try corrected(100, of: 1000, Self.calibration(1_000_000, 0, 1_000_000, 0))
        #expect(abs(rate.estimate - 0.1) < 1e-12)
        #expect(abs(rate.interval.lowerBound - 0.082) < 0.002 && abs(rate.interval.upperBound - 0.120) < 0.003)
    }

    @Test("more labels make the interval narrower")
    func narrower() throws {
        let widths = try [1, 4, 16, 64].map { times in
            let rate = try corrected(100, of: 1000, Self.calibration(18 * times, 2 * times, 49 * times, times))
            return rate.interval.upperBound - rate.interval.lowerBound
        }
        #expect(zip(widths, widths.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test(
        "no figure is given where the oracle may be a coin, where the interval says nothing, and where nothing was judged",
        arguments: [
            (3, 10, calibration(5, 5, 5, 5), "coin"), (3, 10, calibration(1, 9, 1, 9), "coin"),
            (300, 1000, calibration(10, 10, 18, 2), "coin"), (0, 0, calibration(90, 10, 98, 2), "nothing was judged"),
            (5, 10, calibration(95, 5, 95, 5), "anything from"),
            (400, 1000, calibration(7, 3, 98, 2), "anything from"),
        ])
    func none(findings: Int, judged: Int, calibration: OracleCalibration, why: String) throws {
        let errors = try #require(OracleErrorDistribution(calibration))
        let result = errors.corrected(findings: findings, judged: judged)
        guard case .failure(let obstacle) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(obstacle.description.contains(why), "\(obstacle)")
        #expect(!obstacle.description.hasSuffix("."))
    }

    @Test("labels of one kind say nothing of the other", arguments: [calibration(0, 0, 9, 1), calibration(9, 1, 0, 0)])
    func oneKind(calibration: OracleCalibration) {
        #expect(OracleErrorDistribution(calibration) == nil)
    }

    @Test("a rate with an interval is corrected as the counts that it is made of")
    func rateAsCounts() throws {
        let errors = try #require(OracleErrorDistribution(Self.calibration(90, 10, 98, 2)))
        let counts = try errors.corrected(findings: 240, judged: 1000).get()
        let rate = try errors.corrected(#require(RateEstimate(findings: 240, of: 1000))).get()
        #expect(rate.estimate == counts.estimate)
        #expect(abs(rate.interval.lowerBound - counts.interval.lowerBound) < 0.01)
        #expect(abs(rate.interval.upperBound - counts.interval.upperBound) < 0.01)
        #expect(try errors.corrected(findings: 240, judged: 1000).get() == counts)
    }

    @Test("prediction-powered by hand, and its edges")
    func predictionPowered() throws {
        var labels = HumanLabels()
        for _ in 0..<10 { labels.add(verdict: true, truth: true) }
        for _ in 0..<5 { labels.add(verdict: true, truth: false) }
        for _ in 0..<3 { labels.add(verdict: false, truth: true) }
        for _ in 0..<82 { labels.add(verdict: false, truth: false) }
        #expect(labels.count == 100)
        // 135 findings among the 900 others, and labels that are 0.02 lower on average: 0.15 - 0.02.
        let rate = try #require(CorrectedRate.predictionPowered(findings: 150, judged: 1000, labels: labels))
        #expect(abs(rate.estimate - 0.13) < 1e-12)
        #expect(rate.interval.contains(0.13) && rate.method == .predictionPowered)
        #expect(CorrectedRate.predictionPowered(findings: 15, judged: 100, labels: labels)?.estimate == 0.13)
        #expect(CorrectedRate.predictionPowered(findings: 0, judged: 50, labels: labels) == nil)
        #expect(CorrectedRate.predictionPowered(findings: 0, judged: 50, labels: HumanLabels()) == nil)
    }

    @Test("what rules decided stands as it is, and the oracle's errors correct the rest alone")
    func besideExact() throws {
        let calibration = OracleCalibration(
            oracle: "o", truePositives: 9_000, falseNegatives: 1_000, trueNegatives: 9_800, falsePositives: 200,
            source: "s")
        let errors: OracleErrorDistribution = try #require(OracleErrorDistribution(calibration))
        // 400 of 1,000 verdicts are by rules, 100 of them unsafe; of the other 600 the oracle calls 60 unsafe.
        let part = ExactPart(ExactCount(judged: 400, findings: 100), of: 1_000)
        let expected = 0.1 + 0.6 * (0.1 - 0.02) / 0.88
        let share = try errors.corrected(findings: 160, judged: 1_000, beside: part).get()
        #expect(abs(share.estimate - expected) < 1e-9)
        #expect(share.interval.lowerBound >= 0.1 && share.interval.contains(expected))
        let rate = RateEstimate(value: 0.16, lower: 0.14, upper: 0.18)
        #expect(abs(try #require(try part.corrected(rate, by: errors)?.get()).estimate - expected) < 1e-9)
        #expect(part.corrected(rate, by: nil) == nil)
        // By rules alone, nothing is corrected, whatever is known of the oracle.
        let whole = ExactPart(ExactCount(judged: 1_000, findings: 160), of: 1_000)
        for known in [errors, nil] {
            let exact = try #require(try whole.corrected(rate, by: known)?.get())
            #expect(exact.rate == rate && exact.method == .exact)
        }
        #expect(try errors.corrected(rate, beside: .none).get() == errors.corrected(rate).get())
    }
}
