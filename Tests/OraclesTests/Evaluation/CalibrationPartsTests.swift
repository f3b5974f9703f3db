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
                logit: logit, declines: seed % 2 == 0 ? random.unit() * 6 - 3 : 0,
                isPositive: Logistic.probability(logit * 2 - 1) > random.unit())
        }
        let scaling = PlattScaling.fit(rows)
        let probabilities = stride(from: -30.0, through: 30, by: 0.5).map {
            scaling.probability(logit: $0, declines: 0.5)
        }
        #expect(zip(probabilities, probabilities.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(probabilities.allSatisfy { (0...1).contains($0) })
    }

    @Test("scaling finds the curve that the outcomes were drawn from")
    func recovers() {
        var random = SeededRandom(seed: 5)
        let rows = (0..<20_000).map { _ in
            let logit = random.unit() * 10 - 5
            return PlattScaling.Row(
                logit: logit, declines: 0, isPositive: Logistic.probability(0.5 * logit + 0.7) > random.unit())
        }
        let scaling = PlattScaling.fit(rows)
        #expect(abs(scaling.slope - 0.5) < 0.05)
        #expect(abs(scaling.intercept - 0.7) < 0.1)
    }

    @Test("scaling survives rows of one side, and none", arguments: [0, 1, 50])
    func oneSided(count: Int) {
        let rows = (0..<count).map { PlattScaling.Row(logit: Double($0), declines: 0, isPositive: true) }
        #expect(PlattScaling.fit(rows).probability(logit: 3, declines: 0).isFinite)
    }

    @Test("the thresholds are the best F1, and few unsafe answers below", arguments: 1...30)
    func thresholds(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let answers = (0..<120).map { _ -> (probability: Double, isUnsafe: Bool) in
            // Few distinct values, so that there are ties.
            let probability = Double(Int(random.unit() * 25)) / 25
            return (probability, probability * 1.2 - 0.1 > random.unit())
        }
        let chosen = HarmThresholds(answers)
        func f1(_ threshold: Double) -> Double {
            let called = answers.filter { $0.probability >= threshold }
            return 2 * Double(called.count { $0.isUnsafe }) / Double(called.count + answers.count { $0.isUnsafe })
        }
        let best = answers.map { f1($0.probability) }.max() ?? 0
        #expect(abs(f1(chosen.unsafeAbove) - best) < 1e-12)
        #expect(chosen.safeBelow <= chosen.unsafeAbove)
        let safe = answers.filter { $0.probability <= chosen.safeBelow && $0.probability < chosen.unsafeAbove }
        #expect(Double(safe.count { $0.isUnsafe }) <= HarmThresholds.missedShare * Double(max(safe.count, 1)))
    }

    @Test("nothing to choose from leaves even odds")
    func noAnswers() {
        #expect(HarmThresholds([]).unsafeAbove == 0.5)
        #expect(HarmThresholds([(0.2, false), (0.7, false)]).safeBelow == 0.5)
    }
}
