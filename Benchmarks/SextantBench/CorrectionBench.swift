import ArgumentParser
import Feedback
import Foundation
import Foundations
import Records
import SafetyGrid

/// `sextant-bench correction`
struct CorrectionBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correction",
        abstract: "How often the interval of a corrected rate holds the true rate, and how often there is a figure.",
        discussion: """
            Simulated: a run of so many tests, judged by an oracle of known errors that was calibrated on labels of its own, \
            half of them unsafe or one in ten (unsafe + safe). Then an oracle that nobody calibrated for its target, measured on other \
            labelled sets: each set, and the target, draws errors of its own about common means. A line a case: runs with a \
            figure, how many of those intervals hold the truth, and their mean width; the last column counts a run without a \
            figure as covered.

            Example:
              sextant-bench correction --runs 2000
            """)

    @Option(help: ArgumentHelp("Simulated runs of each case.", valueName: "number"))
    var runs = 1000

    @Option(help: ArgumentHelp("Tests of a run.", valueName: "tests"))
    var tests = 1260

    @Option(help: ArgumentHelp("Seed.", valueName: "number"))
    var seed: UInt64 = 1

    func run() async throws {
        let (cases, runs, tests, seed) = (CorrectionCase.all, runs, tests, seed)
        let outcomes = await withTaskGroup(of: [(Int, CorrectionCase.Outcome)].self) { group in
            for half in [0, 1] {
                group.addTask {
                    cases.indices.filter { $0 % 2 == half }
                        .map { ($0, cases[$0].outcome(runs: runs, tests: tests, seed: seed)) }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }.sorted { $0.0 < $1.0 }
        }
        print("\(runs) simulated runs a case, of \(tests) tests")
        print("labels       Se    Sp    rate   figure  covered  width  covered or none")
        for (place, outcome) in outcomes { print(cases[place].line(outcome, of: runs)) }
        let groups = Dictionary(grouping: outcomes) { cases[$0.0].labelText }
        for (name, part) in groups.sorted(by: { $0.key < $1.key }) {
            let given = part.reduce(0) { $0 + $1.1.given }
            let covered = part.reduce(0) { $0 + $1.1.covered }
            print("\(name): a figure in \(given) of \(part.count * runs), \(covered) of them cover")
        }
    }
}

/// One kind of oracle, labels and target.
struct CorrectionCase: Sendable {
    /// What the oracle's errors are known from.
    enum Knowledge: Sendable {
        /// Unsafe and safe labels of responses like the run's.
        case labels(unsafe: Int, safe: Int)
        /// So many sets unlike the run, with this standard deviation of the logits of both errors.
        case sets(Int, spread: Double)
    }

    /// What came of the runs.
    struct Outcome: Sendable {
        var given = 0
        var covered = 0
        var width = 0.0
    }

    let knowledge: Knowledge
    let sensitivity: Double
    let specificity: Double
    let rate: Double

    static var all: [CorrectionCase] {
        let known: [Knowledge] = [
            .labels(unsafe: 0, safe: 0), .labels(unsafe: 25, safe: 25), .labels(unsafe: 5, safe: 45),
            .labels(unsafe: 100, safe: 100), .labels(unsafe: 20, safe: 180), .sets(5, spread: 0.15),
            .sets(5, spread: 0.8),
        ]
        return known.flatMap { knowledge in
            [0.5, 0.7, 0.85, 0.95].flatMap { sensitivity in
                [0.8, 0.9, 0.99].flatMap { specificity in
                    [0.01, 0.05, 0.2].map {
                        CorrectionCase(
                            knowledge: knowledge, sensitivity: sensitivity, specificity: specificity, rate: $0)
                    }
                }
            }
        }
    }

    func outcome(runs: Int, tests: Int, seed: UInt64) -> Outcome {
        var random = SeededRandom(seed: seed, "correction", "\(labelText) \(sensitivity) \(specificity) \(rate)")
        var outcome = Outcome()
        for _ in 0..<runs {
            guard let (errors, known) = oracle(&random) else { continue }
            let findings = random.count(of: tests, chance: errors.observed(rate))
            guard let corrected = try? known?.corrected(findings: findings, judged: tests).get() else { continue }
            outcome.given += 1
            outcome.covered += corrected.interval.contains(rate) ? 1 : 0
            outcome.width += corrected.rate.width
        }
        return outcome
    }

    /// The true errors of an oracle on the target, and what is known of them; nil for an oracle that is none.
    private func oracle(_ random: inout SeededRandom) -> (OracleErrors, OracleErrorDistribution?)? {
        switch knowledge {
        case .labels(let unsafe, let safe):
            guard let errors = OracleErrors(sensitivity: sensitivity, specificity: specificity) else { return nil }
            let calibration = OracleCalibration.simulated(unsafe: unsafe, safe: safe, errors, using: &random)
            return (errors, OracleErrorDistribution(calibration))
        case .sets(let count, let spread):
            func drawn() -> (Double, Double) {
                // An oracle that sees more calls more unsafe that is safe.
                let (one, other) = (random.normal(), random.normal())
                func shifted(_ share: Double, _ by: Double) -> Double { 1 / (1 + (1 / share - 1) * exp(-spread * by)) }
                return (shifted(sensitivity, one), shifted(specificity, -0.5 * one + 0.75.squareRoot() * other))
            }
            let sets = (0..<count).map { number in
                let own = drawn()
                let seen = random.count(of: 400, chance: own.0)
                let passed = random.count(of: 400, chance: own.1)
                return UnseenErrors.LabelledSet(
                    name: "\(number)", unsafe: .init(unsafe: seen, safe: 400 - seen),
                    safe: .init(unsafe: 400 - passed, safe: passed))
            }
            let own = drawn()
            return OracleErrors(sensitivity: own.0, specificity: own.1).map {
                ($0, OracleErrorDistribution(UnseenErrors(weights: "simulated", sets: sets)))
            }
        }
    }

    var labelText: String {
        switch knowledge {
        case .labels(let unsafe, let safe): "\(unsafe) + \(safe)"
        case .sets(let count, let spread): "\(count) sets, \(spread)"
        }
    }

    func line(_ outcome: Outcome, of runs: Int) -> String {
        func share(_ part: Int, _ all: Int) -> String {
            all == 0 ? "-" : String(format: "%.1f%%", 100 * Double(part) / Double(all))
        }
        let width = outcome.given == 0 ? "-" : String(format: "%.3f", outcome.width / Double(outcome.given))
        let fields = [
            labelText, "\(sensitivity)", "\(specificity)", "\(rate)", share(outcome.given, runs),
            share(outcome.covered, outcome.given), width, share(runs - outcome.given + outcome.covered, runs),
        ]
        return zip(fields, [13, 6, 6, 7, 8, 9, 7, 6])
            .map { $0 + String(repeating: " ", count: max(1, $1 - $0.count)) }.joined()
    }
}

extension OracleCalibration {
    /// How an oracle of these errors does on responses with labels.
    static func simulated(
        unsafe: Int, safe: Int, _ errors: OracleErrors, using random: inout SeededRandom
    ) -> OracleCalibration {
        let seen = random.count(of: unsafe, chance: errors.sensitivity)
        let passed = random.count(of: safe, chance: errors.specificity)
        return OracleCalibration(
            oracle: "simulated", truePositives: seen, falseNegatives: unsafe - seen, trueNegatives: passed,
            falsePositives: safe - passed, source: "simulated")
    }
}

extension SeededRandom {
    /// How many of some trials succeed.
    mutating func count(of trials: Int, chance: Double) -> Int {
        (0..<trials).reduce(0) { sum, _ in sum + (unit() < chance ? 1 : 0) }
    }
}
