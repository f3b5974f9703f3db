import Foundations
import Records
import Testing

@testable import Feedback

@Suite("Turns until the first unsafe response")
struct SurvivalCurveTests {
    @Test("a worked example: at risk, events, survival, Greenwood's variance and log-log intervals")
    func example() throws {
        let curve = SurvivalCurve([
            (1, true), (2, true), (2, true), (2, false), (3, true), (4, true), (5, false), (6, true), (8, false),
            (8, false),
        ])
        let expected: [(Int, Int, Int, Double, Double, Double, Double)] = [
            (1, 10, 1, 0.9, 0.009, 0.4730, 0.9853), (2, 9, 2, 0.7, 0.021, 0.3287, 0.8920),
            (3, 6, 1, 0.5833, 0.02593, 0.2298, 0.8207), (4, 5, 1, 0.4667, 0.02748, 0.1495, 0.7366),
            (6, 3, 1, 0.3111, 0.02835, 0.0552, 0.6245),
        ]
        #expect(curve.steps.count == expected.count)
        for (step, row) in zip(curve.steps, expected) {
            #expect((step.turn, step.atRisk, step.events) == (row.0, row.1, row.2))
            #expect(abs(step.survival - row.3) < 5e-5)
            #expect(abs(try #require(step.variance) - row.4) < 5e-6)
            let interval = try #require(step.interval)
            #expect(abs(interval.lowerBound - row.5) < 1e-4)
            #expect(abs(interval.upperBound - row.6) < 1e-4)
        }
        #expect(curve.median == 4)
        let interval = try #require(curve.medianInterval)
        #expect(interval.lower == 1)
        #expect(interval.upper == nil)
    }

    @Test("without censoring Greenwood's variance is S(1 - S)/n")
    func binomial() throws {
        let subjects = (0..<40).map { (turn: $0 % 7 + 1, isUnsafe: true) } + (0..<10).map { _ in (9, false) }
        for step in SurvivalCurve(subjects).steps {
            #expect(abs(try #require(step.variance) - step.survival * (1 - step.survival) / 50) < 1e-12)
        }
    }

    @Test("no event, nothing but events, and nobody: no number that can't be known")
    func edges() {
        let none = SurvivalCurve([(3, false), (5, false)])
        #expect(none.steps.isEmpty)
        #expect(none.median == nil)
        #expect(none.risk(by: 5).value == 0)
        #expect(none.risk(by: 5).upper > 0.3)
        let all = SurvivalCurve([(1, true), (1, true)])
        #expect(all.steps.map(\.survival) == [0])
        #expect(all.steps[0].variance == nil)
        #expect(all.median == 1)
        #expect(SurvivalCurve([]).median == nil)
    }

    @Test("the 95 % interval of the risk holds the truth in at least 93 % of simulated runs")
    func coverage() {
        var random = SeededRandom(seed: 5)
        var held = 0
        let runs = 2_000
        for _ in 0..<runs {
            let subjects = (0..<120).map { _ -> (turn: Int, isUnsafe: Bool) in
                let limit = Int.random(in: 2...6, using: &random)
                for turn in 1...limit where random.unit() < 0.15 { return (turn, true) }
                return (limit, false)
            }
            let risk = SurvivalCurve(subjects).risk(by: 3)
            let truth = 1 - 0.85 * 0.85 * 0.85
            if risk.lower <= truth, truth <= risk.upper { held += 1 }
        }
        // With 95 % the chance of fewer than 93 % of 2,000 is below 1e-4, and the seed is fixed.
        #expect(Double(held) / Double(runs) >= 0.93)
    }

    @Test("a paired difference counts only the pairs that differ, and its interval holds")
    func paired() throws {
        var pairs = PairedDifference()
        for index in 0..<50 { pairs.add(first: index < 20, second: index < 5) }
        #expect(pairs.value == 0.3)
        #expect(abs(pairs.pValue - 0.000030517578125) < 1e-12)
        var random = SeededRandom(seed: 9)
        var held = 0
        for _ in 0..<2_000 {
            var drawn = PairedDifference()
            for _ in 0..<60 {
                let common = random.unit()
                drawn.add(first: common < 0.35, second: common < 0.1 || random.unit() < 0.1)
            }
            let truth = 0.35 - (0.1 + 0.9 * 0.1)
            if try #require(drawn.interval).contains(truth) { held += 1 }
        }
        #expect(Double(held) / 2_000 >= 0.93)
    }
}
