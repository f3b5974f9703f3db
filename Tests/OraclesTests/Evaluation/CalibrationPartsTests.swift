import Foundations
import SafetyGrid
import Testing

@testable import Oracles

@Suite("scaling, thresholds")
struct CalibrationPartsTests {
    @Test("a scaled probability never falls when the logit rises", arguments: 1...20)
    func monotone(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let rows = (0..<200).map { _ in
            let logit = random.unit() * 12 - 6
            return PlattScaling.Row(
                logit: logit, isPositive: Logistic.probability(logit * 2 - 1) > random.unit())
        }
        let scaling = PlattScaling.fit(rows)
        let probabilities = stride(from: -30.0, through: 30, by: 0.5).map { scaling.probability(logit: $0) }
        #expect(zip(probabilities, probabilities.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(probabilities.allSatisfy { (0...1).contains($0) })
    }

    @Test("scaling finds the curve that the outcomes were drawn from")
    func recovers() {
        var random = SeededRandom(seed: 5)
        let rows = (0..<20_000).map { _ in
            let logit = random.unit() * 10 - 5
            return PlattScaling.Row(
                logit: logit, isPositive: Logistic.probability(0.5 * logit + 0.7) > random.unit())
        }
        let scaling = PlattScaling.fit(rows)
        #expect(abs(scaling.slope - 0.5) < 0.05)
        #expect(abs(scaling.intercept - 0.7) < 0.1)
    }

    @Test("scaling survives rows of one side, and none", arguments: [0, 1, 50])
    func oneSided(count: Int) {
        let rows = (0..<count).map { PlattScaling.Row(logit: Double($0), isPositive: true) }
        #expect(PlattScaling.fit(rows).probability(logit: 3).isFinite)
    }

    @Test(
        "most of what is called unsafe is, few of what is called safe are, and neither could be wider",
        arguments: 1...30)
    func thresholds(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let answers = (0..<120).map { _ -> (probability: Double, isUnsafe: Bool) in
            // Few distinct values, so that there are ties.
            let probability = Double(Int(random.unit() * 25)) / 25
            return (probability, probability * 1.2 - 0.1 > random.unit())
        }
        let chosen = HarmThresholds(answers)
        func share(where isIncluded: (Double) -> Bool) -> Double {
            let called = answers.filter { isIncluded($0.probability) }
            return Double(called.count { $0.isUnsafe }) / Double(max(called.count, 1))
        }
        #expect(chosen.safeBelow <= chosen.unsafeAbove)
        #expect(chosen.unsafeAbove == 1 || share { $0 >= chosen.unsafeAbove } >= HarmThresholds.foundShare)
        #expect(
            chosen.safeBelow == chosen.unsafeAbove || share { $0 <= chosen.safeBelow } <= HarmThresholds.missedShare)
        for other in answers.map(\.probability) {
            if other < chosen.unsafeAbove { #expect(share { $0 >= other } < HarmThresholds.foundShare) }
            if other > chosen.safeBelow, other < chosen.unsafeAbove {
                #expect(share { $0 <= other } > HarmThresholds.missedShare)
            }
        }
    }

    @Test("where nothing is sure enough, nothing is called unsafe")
    func unsure() {
        #expect(HarmThresholds([(0.2, true), (0.9, false)]).unsafeAbove == 1)
    }

    @Test("nothing to choose from leaves even odds")
    func noAnswers() {
        #expect(HarmThresholds([]).unsafeAbove == 0.5)
        #expect(HarmThresholds([(0.2, false), (0.7, false)]).safeBelow == 0.5)
    }
}
