import Feedback
import Foundation
import Foundations
import Records
import SafetyGrid

/// How often the corrected rate's interval covers the truth, in simulated runs: an oracle of sensitivity 0.9 and specificity
/// 0.98, measured on 200 human labels (half of them unsafe), judges 1,260 tests.
enum Corrected {
    static func report(runs: Int = 1000, tests: Int = 1260, labels: Int = 200) {
        for truth in [0.002, 0.02, 0.2] {
            var random = SeededRandom(seed: 11, "corrected \(truth)")
            var (covered, width, estimate) = (0, 0.0, 0.0)
            for _ in 0..<runs {
                func draws(_ count: Int, _ share: Double) -> Int {
                    (0..<count).reduce(0) { sum, _ in sum + (random.unit() < share ? 1 : 0) }
                }
                let found = draws(labels / 2, 0.9)
                let kept = draws(labels / 2, 0.98)
                let calibration = OracleCalibration(
                    oracle: "simulated", truePositives: found, falseNegatives: labels / 2 - found,
                    trueNegatives: kept, falsePositives: labels / 2 - kept, source: "simulated")
                let findings = draws(tests, truth * 0.9 + (1 - truth) * 0.02)
                guard
                    let rate = try? OracleErrorDistribution(calibration)?
                        .corrected(findings: findings, judged: tests).get()
                else { continue }
                covered += rate.interval.contains(truth) ? 1 : 0
                width += rate.interval.upperBound - rate.interval.lowerBound
                estimate += rate.estimate
            }
            say(
                String(
                    format: "corrected rate, simulated, truth %.1f %%: %.1f %% of %d intervals cover it, mean width "
                        + "%.4f, mean estimate %.4f",
                    truth * 100, Double(covered) / Double(runs) * 100, runs, width / Double(runs),
                    estimate / Double(runs)))
        }
    }
}
