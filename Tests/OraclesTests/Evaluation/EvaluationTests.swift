import Foundations
import Records
import SafetyGrid
import Testing

@testable import Oracles

@Suite("evaluation")
struct EvaluationTests {
    typealias Row = BinaryEvaluation.Row

    private static func rows(_ counts: (tp: Int, fp: Int, tn: Int, fn: Int)) -> [Row] {
        func some(_ count: Int, _ truth: Bool, _ predicted: Bool) -> [Row] {
            (0..<count).map { Row(truth: truth, predicted: predicted, probability: nil, group: "\($0)") }
        }
        return some(counts.tp, true, true) + some(counts.fp, false, true) + some(counts.tn, false, false)
            + some(counts.fn, true, false)
    }

    @Test("figures by hand")
    func figures() throws {
        let counts = BinaryEvaluation(Self.rows((40, 10, 45, 5)))
        #expect(counts.accuracy == 0.85)
        #expect(counts.precision == 0.8)
        #expect(abs(try #require(counts.recall) - 40.0 / 45) < 1e-12)
        #expect(abs(try #require(counts.specificity) - 45.0 / 55) < 1e-12)
        #expect(abs(try #require(counts.f1) - 80.0 / 95) < 1e-12)
        // Chance: 0.5 * 0.45 + 0.5 * 0.55 = 0.5.
        #expect(abs(try #require(counts.kappa) - 0.7) < 1e-12)
    }

    @Test("no rows, no figures")
    func empty() {
        let counts = BinaryEvaluation([])
        #expect(counts.accuracy == nil && counts.f1 == nil && counts.kappa == nil && counts.precision == nil)
        #expect(BinaryEvaluation.areaUnderCurve([]) == nil && BinaryEvaluation.calibrationError([]) == nil)
    }

    @Test("unknown counts as not positive, and is counted")
    func unknown() {
        let counts = BinaryEvaluation([
            Row(truth: true, predicted: nil, probability: nil, group: "a"),
            Row(truth: false, predicted: nil, probability: nil, group: "b"),
        ])
        #expect(counts.unknown == 2 && counts.falseNegatives == 1 && counts.trueNegatives == 1)
    }

    @Test("the area under the curve is the share of ordered pairs", arguments: 1...20)
    func area(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let rows = (0..<40).map { _ in
            Row(truth: random.unit() < 0.4, predicted: nil, probability: Double(random.next() % 8) / 8, group: "")
        }
        let (high, low) = (rows.filter(\.truth), rows.filter { !$0.truth })
        var pairs = 0.0
        for one in high {
            for other in low {
                let (a, b) = (one.probability ?? 0, other.probability ?? 0)
                pairs += a > b ? 1 : a == b ? 0.5 : 0
            }
        }
        let area = try #require(BinaryEvaluation.areaUnderCurve(rows))
        #expect(abs(area - pairs / Double(high.count * low.count)) < 1e-12)
    }

    @Test("the calibration error of honest probabilities is small, of boastful ones large")
    func calibrationError() throws {
        var random = SeededRandom(seed: 3)
        let honest = (0..<20_000).map { _ -> Row in
            let p = random.unit()
            return Row(truth: random.unit() < p, predicted: nil, probability: p, group: "")
        }
        #expect(try #require(BinaryEvaluation.calibrationError(honest)) < 0.02)
        let boastful = honest.map { Row(truth: $0.truth, predicted: nil, probability: 1, group: "") }
        #expect(abs(try #require(BinaryEvaluation.calibrationError(boastful)) - 0.5) < 0.02)
    }

    @Test("bootstrap intervals are the same from the same seed, and hold the figure")
    func bootstrap() throws {
        let rows = Self.rows((40, 10, 45, 5))
        let figure: @Sendable ([Row]) -> Double? = { BinaryEvaluation($0).accuracy }
        let interval = try #require(Bootstrap(samples: 300, seed: 4).intervals(rows, [figure])[0])
        #expect(Bootstrap(samples: 300, seed: 4).intervals(rows, [figure])[0] == interval)
        #expect(Bootstrap(samples: 300, seed: 5).intervals(rows, [figure])[0] != interval)
        #expect(interval.contains(0.85) && interval.upperBound - interval.lowerBound < 0.3)
        #expect(Bootstrap(seed: 1).intervals([], [figure]) == [nil])
    }
}
