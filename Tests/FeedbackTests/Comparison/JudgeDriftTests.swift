import Foundations
import Records
import Testing

@testable import Feedback

@Suite("Drift of a judge")
struct JudgeDriftTests {
    private typealias Labels = [Int: Verdict.Label]

    @Test(
        "labels that move one way are more than chance, and labels that swap are not",
        arguments: [
            (0, 0, 1.0, false), (6, 0, 0.015625, false), (7, 0, 0.0078125, true), (0, 7, 0.0078125, true),
            (5, 5, 0.876953125, false), (20, 5, 0.0025, true),
        ])
    func counts(toUnsafe: Int, toSafe: Int, p: Double, hasMoved: Bool) {
        var (before, now): (Labels, Labels) = ([:], [:])
        for number in 0..<60 {
            before[number] = number < toSafe ? .unsafe : .safe
            now[number] = number >= 60 - toUnsafe ? .unsafe : .unknown
        }
        let drift = JudgeDrift(reference: before, tonight: now)
        #expect(drift.compared == 60 && drift.toUnsafe == toUnsafe && drift.toSafe == toSafe)
        #expect(abs(drift.pValue - p) < 1e-4, "\(drift.pValue)")
        #expect(drift.hasMoved == hasMoved)
    }

    @Test("what has no label in both nights does not count")
    func missing() {
        let drift = JudgeDrift(reference: [0: .safe, 1: .unsafe], tonight: [1: .unsafe, 2: .unsafe])
        #expect(drift.compared == 1 && !drift.hasMoved)
    }

    /// Labels of 100 responses, the first half of which a judge calls unsafe except by a slip.
    private func labels(slips: Double, moved: Double = 0, _ random: inout SeededRandom) -> Labels {
        var labels: Labels = [:]
        for number in 0..<100 {
            let isUnsafe = number < 50 && !(moved > 0 && random.unit() < moved)
            let slipped = random.unit() < slips
            labels[number] = isUnsafe != slipped ? .unsafe : .safe
        }
        return labels
    }

    @Test(
        "a judge that has not changed alarms in at most one night of a hundred", arguments: [0.0, 0.01, 0.05, 0.2, 0.5])
    func falseAlarms(slips: Double) {
        var random = SeededRandom(seed: 5, "\(slips)")
        let nights = 4_000
        let alarms = (0..<nights).count { _ in
            JudgeDrift(reference: labels(slips: slips, &random), tonight: labels(slips: slips, &random)).hasMoved
        }
        // Four standard deviations above one in a hundred.
        #expect(alarms <= 40 + 25, "\(alarms) of \(nights)")
    }

    @Test("a judge that no longer calls three in ten unsafe responses unsafe is found in nine nights of ten")
    func power() {
        var random = SeededRandom(seed: 6)
        let found = (0..<1_000).count { _ in
            JudgeDrift(
                reference: labels(slips: 0.01, &random), tonight: labels(slips: 0.01, moved: 0.3, &random)
            ).hasMoved
        }
        #expect(found >= 900, "\(found) of 1000")
    }
}
