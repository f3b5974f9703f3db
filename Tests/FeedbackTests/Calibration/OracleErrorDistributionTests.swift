import Foundation
import Foundations
import Records
import SafetyGrid
import Testing

@testable import Feedback

/// Simulated oracles whose true errors are known. Every case is 12 oracles x 3 rates x 84 runs = 3,024 runs with a fixed seed.
/// Intervals that hold in 95 % of all runs would be under 93 % of 3,024 by bad luck with a chance under 1e-6 (5 standard
/// deviations of 0.4 %). That chance counts only when seed or method change: with neither, a test always does the same.
@Suite("errors of an oracle as a distribution")
struct OracleErrorDistributionTests {
    private static let runs = 84
    private static let tests = 1260

    private struct Tally {
        var runs = 0
        var given = 0
        var covered = 0
        var width = 0.0

        mutating func add(_ rate: CorrectedRate?, truth: Double) {
            runs += 1
            guard let rate else { return }
            given += 1
            covered += rate.interval.contains(truth) ? 1 : 0
            width += rate.interval.upperBound - rate.interval.lowerBound
        }
    }

    private static func count(_ trials: Int, _ chance: Double, _ random: inout SeededRandom) -> Int {
        (0..<trials).reduce(0) { sum, _ in sum + (random.unit() < chance ? 1 : 0) }
    }

    private static func each(_ body: (_ sensitivity: Double, _ specificity: Double, _ rate: Double) -> Void) {
        for sensitivity in [0.5, 0.7, 0.85, 0.95] {
            for specificity in [0.8, 0.9, 0.99] {
                for rate in [0.01, 0.05, 0.2] {
                    for _ in 0..<runs { body(sensitivity, specificity, rate) }
                }
            }
        }
    }

    private static func counts(_ seen: Int, _ unsafe: Int, _ passed: Int, _ safe: Int) -> OracleCalibration {
        OracleCalibration(
            oracle: "o", truePositives: seen, falseNegatives: unsafe - seen, trueNegatives: passed,
            falsePositives: safe - passed, source: "")
    }

    @Test(
        "after a calibration the true rate is in at least 93 % of the intervals that are given",
        arguments: [(25, 25, 0.5), (5, 45, 0.1), (100, 100, 0.9), (20, 180, 0.7)])
    func calibrated(unsafe: Int, safe: Int, leastGiven: Double) {
        var random = SeededRandom(seed: 5, "calibrated \(unsafe) \(safe)")
        var tally = Tally()
        // The same counts of labels always say the same.
        var known: [[Int]: OracleErrorDistribution?] = [:]
        Self.each { sensitivity, specificity, rate in
            let calibration = Self.counts(
                Self.count(unsafe, sensitivity, &random), unsafe, Self.count(safe, specificity, &random), safe)
            let findings = Self.count(Self.tests, 1 - specificity + (sensitivity + specificity - 1) * rate, &random)
            let labels = [calibration.truePositives, calibration.trueNegatives]
            let errors = known[labels] ?? OracleErrorDistribution(calibration)
            known[labels] = errors
            tally.add(try? errors?.corrected(findings: findings, judged: Self.tests).get(), truth: rate)
        }
        #expect(tally.runs == 3024)
        #expect(Double(tally.covered) >= 0.93 * Double(tally.given), "\(tally)")
        // Never a figure would be no help.
        #expect(Double(tally.given) >= leastGiven * Double(tally.runs), "\(tally)")
        #expect(tally.width < 0.3 * Double(tally.given), "\(tally)")
    }

    @Test("without a label there is no figure")
    func noLabels() {
        #expect(OracleErrorDistribution(Self.counts(0, 0, 0, 0)) == nil)
    }

    /// An oracle as it does on one set: both errors drawn about common means, and one against the other.
    private struct Draw {
        let sensitivity: Double
        let specificity: Double

        init(about means: (Double, Double), spread: Double, using random: inout SeededRandom) {
            let (one, other) = (random.normal(), random.normal())
            func share(_ mean: Double, _ shift: Double) -> Double { 1 / (1 + (1 / mean - 1) * exp(-spread * shift)) }
            sensitivity = share(means.0, one)
            specificity = share(means.1, -0.5 * one + 0.75.squareRoot() * other)
        }
    }

    @Test(
        "errors measured on other sets hold the true rate of a new one in at least 93 % of the intervals that are given",
        arguments: [(5, 0.15, 0.2), (8, 0.3, 0.3), (5, 0.8, 0)])
    func unseen(sets: Int, spread: Double, leastGiven: Double) {
        var random = SeededRandom(seed: 6, "unseen \(sets) \(spread)")
        var tally = Tally()
        Self.each { sensitivity, specificity, rate in
            let measured = (0..<sets).map { number in
                let own = Draw(about: (sensitivity, specificity), spread: spread, using: &random)
                let seen = Self.count(300, own.sensitivity, &random)
                let passed = Self.count(300, own.specificity, &random)
                return UnseenErrors.LabelledSet(
                    name: "\(number)", unsafe: .init(unsafe: seen, safe: 300 - seen),
                    safe: .init(unsafe: 300 - passed, safe: passed))
            }
            let own = Draw(about: (sensitivity, specificity), spread: spread, using: &random)
            let findings = Self.count(
                Self.tests, 1 - own.specificity + (own.sensitivity + own.specificity - 1) * rate, &random)
            let errors = OracleErrorDistribution(UnseenErrors(weights: "w", sets: measured))
            tally.add(try? errors?.corrected(findings: findings, judged: Self.tests).get(), truth: rate)
        }
        #expect(Double(tally.covered) >= 0.93 * Double(tally.given), "\(tally)")
        #expect(Double(tally.given) >= leastGiven * Double(tally.runs), "\(tally)")
    }

    private static func set(_ seen: Int, _ unsafe: Int, _ flagged: Int, _ safe: Int, unknown: Int = 0)
        -> UnseenErrors.LabelledSet
    {
        UnseenErrors.LabelledSet(
            name: "s", unsafe: .init(unsafe: seen, unknown: unknown, safe: unsafe - seen - unknown),
            safe: .init(unsafe: flagged, unknown: unknown, safe: safe - flagged - unknown))
    }

    @Test("sets that differ much, or too few of them, give no figure, and the reason says so")
    func spreadOverSets() throws {
        let alike = UnseenErrors(weights: "w", sets: Array(repeating: Self.set(180, 200, 4, 200), count: 6))
        let known = try #require(OracleErrorDistribution(alike))
        #expect(known.rates.source == .unseenSets && known.sets == 6 && known.rates.labels == 2400)
        #expect(abs(known.rates.sensitivity.value - 0.9) < 0.01 && abs(known.rates.specificity.value - 0.98) < 0.01)
        #expect(try known.corrected(findings: 200, judged: 1000).get().interval.contains(0.2))
        let sets = [(88, 4), (108, 8), (172, 20), (60, 2), (190, 36)].map { Self.set($0.0, 200, $0.1, 200) }
        let apart = try #require(OracleErrorDistribution(UnseenErrors(weights: "w", sets: sets)))
        #expect(apart.rates.sensitivity.upper - apart.rates.sensitivity.lower > 0.5)
        guard case .failure(let why) = apart.corrected(findings: 200, judged: 1000) else {
            Issue.record("a figure from sets that differ")
            return
        }
        #expect(why.description.contains("sextant oracle calibrate"), "\(why)")
        #expect(OracleErrorDistribution(UnseenErrors(weights: "w", sets: Array(sets.prefix(4)))) == nil)
        let oneKind = sets.prefix(4) + [Self.set(0, 0, 4, 200)]
        #expect(OracleErrorDistribution(UnseenErrors(weights: "w", sets: Array(oneKind))) == nil)
    }

    @Test("a verdict unknown is not unsafe, on unsafe responses and on safe ones")
    func unknown() throws {
        let sets = Array(repeating: Self.set(100, 200, 20, 200, unknown: 50), count: 5)
        let errors = try #require(OracleErrorDistribution(UnseenErrors(weights: "w", sets: sets)))
        #expect(abs(errors.rates.sensitivity.value - 0.5) < 0.01)
        #expect(abs(errors.rates.specificity.value - 0.9) < 0.01)
    }

    @Test("what is known of the errors is Clopper and Pearson's interval of each share")
    func shares() throws {
        let errors = try #require(OracleErrorDistribution(Self.counts(45, 50, 49, 50)))
        // 45 and 49 of 50: 78.2 to 96.7 %, 89.4 to 99.9 %.
        for (share, expected) in [
            (errors.rates.sensitivity, (0.9, 0.782, 0.967)), (errors.rates.specificity, (0.98, 0.894, 0.9995)),
        ] {
            #expect(share.value == expected.0)
            #expect(abs(share.lower - expected.1) < 0.012 && abs(share.upper - expected.2) < 0.012, "\(share)")
        }
        #expect(errors == OracleErrorDistribution(Self.counts(45, 50, 49, 50)))
    }

    @Test("no planning figure is left over: what nobody told a policy is a rate of verdicts with a least value")
    func planning() throws {
        #expect(OracleErrors.planning.sensitivity == 1)
        #expect(OracleErrors.planning.observed(0) > 0 && OracleErrors.planning.observed(1) == 1)
        var settings = AllocationRequest()
        #expect(OracleErrors(planning: settings, RunBasis()) == .planning)
        settings.specificity = 0.9
        #expect(OracleErrors(planning: settings, RunBasis()) == OracleErrors(sensitivity: 1, specificity: 0.9))
        settings.sensitivity = 0.05
        #expect(OracleErrors(planning: settings, RunBasis()) == nil)
        var basis = RunBasis()
        basis.sensitivity = 0.8
        #expect(OracleErrors(planning: AllocationRequest(), basis)?.sensitivity == 0.8)
        settings.sensitivity = 0.7
        #expect(OracleErrors(planning: settings, basis)?.sensitivity == 0.7)
    }
}
