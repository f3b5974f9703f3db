import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

/// Means of scores of 0 ... 1, of which unsafe verdicts are those with two values.
@Suite("Mean scores")
struct ScoreEstimateTests {
    /// Score to probability, of scores that look like a judge's.
    private static let shapes: [[(score: Double, probability: Double)]] = [
        [(0, 0.7), (1, 0.3)],
        [(0, 0.75), (0.125, 0.02), (0.25, 0.03), (0.5, 0.05), (0.75, 0.05), (0.875, 0.04), (1, 0.06)],
        [(0, 0.5), (0.5, 0.5)],
        [(0, 0.96), (0.625, 0.02), (1, 0.02)],
    ]

    private static func mean(_ shape: [(score: Double, probability: Double)]) -> Double {
        shape.reduce(0) { $0 + $1.score * $1.probability }
    }

    private static func draw(
        _ shape: [(score: Double, probability: Double)], using random: inout SeededRandom
    ) -> Double {
        var left = random.unit()
        for (score, probability) in shape {
            left -= probability
            if left < 0 { return score }
        }
        return shape[shape.count - 1].score
    }

    /// 1,000 samples of 60. An interval that holds with 95 % leaves 90 or more out with a chance under 1e-6.
    @Test("the interval of a mean of tests holds", arguments: shapes.indices)
    func tests(index: Int) throws {
        let shape = Self.shapes[index]
        var random = SeededRandom(seed: UInt64(index), "scores")
        var missed = 0
        for _ in 0..<1000 {
            let sum = (0..<60).reduce(0.0) { sum, _ in sum + Self.draw(shape, using: &random) }
            let mean = try #require(RateEstimate(score: sum, of: 60))
            if !(mean.lower...mean.upper).contains(Self.mean(shape)) { missed += 1 }
        }
        #expect(missed < 90, "\(missed)")
    }

    @Test("of scores that are 0 and 1 it is the interval of a share", arguments: [(0, 9), (3, 9), (9, 9), (1, 1)])
    func shares(findings: Int, tests: Int) {
        #expect(RateEstimate(score: Double(findings), of: tests) == RateEstimate(findings: findings, of: tests))
        #expect(RateEstimate(score: 0, of: 0) == nil)
    }

    /// 60 runs of 240 tests on 48 cells, whose means differ by cell; the budget goes by what an adaptive policy would see: twice as
    /// many to cells whose first scores were high. An interval that holds with 95 % leaves 15 or more out with a chance under
    /// 2e-7; the mean of the tests themselves is far off.
    @Test("the average over the grid holds where the tests crowd into the bad cells")
    func grid() throws {
        let grid = try Grid.sample(4, 4, 3)
        let shapes = (0..<48).map { cell in Self.shapes[cell == 40 ? 0 : cell / 12 == 1 ? 1 : 3] }
        let truth = shapes.reduce(0) { $0 + Self.mean($1) } / 48
        var missed = 0
        var (sum, naive) = (0.0, 0.0)
        for seed in UInt64(0)..<60 {
            var random = SeededRandom(seed: seed, "run")
            var evidence = CellEvidence(cells: 48)
            var sample = UniformSample(grid: grid)
            func test(_ cell: Int, _ reason: SelectionReason) {
                let score = Self.draw(shapes[cell], using: &random)
                evidence.add(cell: cell, graded: 1, score: score)
                sample.add(cell: cell, reason: reason, planned: 1, graded: 1, score: score)
            }
            for cell in 0..<48 { for _ in 0..<2 { test(cell, .floor) } }
            let worst = (0..<48).sorted { (evidence.findings[$1], $0) < (evidence.findings[$0], $1) }.prefix(8)
            for number in 0..<144 { test(worst[number % 8], .adaptive) }
            let estimate = GridEstimator(grid: grid).estimate(RunEvidence(evidence, sample: sample.evidence)).overall
            if !(estimate.lower...estimate.upper).contains(truth) { missed += 1 }
            sum += estimate.value / 60
            naive += evidence.findings.reduce(0, +) / 240 / 60
        }
        #expect(missed < 15, "\(missed)")
        #expect(naive > 1.3 * truth && abs(sum - truth) < 0.15 * truth, "\(sum) and \(naive) for \(truth)")
    }
}
