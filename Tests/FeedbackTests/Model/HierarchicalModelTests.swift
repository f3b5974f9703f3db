import Foundation
import Foundations
import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

@Suite("Hierarchical model")
struct HierarchicalModelTests {
    /// Two cells of one dimension, their four latent parts integrated by brute force on a fine lattice. The fit treats the
    /// effects as independent, so it is allowed a tenth of the posterior mean and half a point.
    @Test(
        "the posterior agrees with numeric integration",
        arguments: [[0, 1, 0, 1], [3, 4, 0, 4], [1, 3, 0, 0], [5, 5, 4, 6], [0, 20, 1, 20], [2, 2, 2, 2]])
    func bruteForce(counts: [Int]) throws {
        var priors = ModelPriors()
        priors.strength = 1e12  // spreads stay where they are: the lattice does not learn them either
        let errors = try #require(OracleErrors(sensitivity: 0.9, specificity: 0.98))
        let grid = try Grid.sample(2)
        var evidence = CellEvidence(cells: 2)
        evidence.add(cell: 0, judged: counts[1], findings: counts[0])
        evidence.add(cell: 1, judged: counts[3], findings: counts[2])
        let posterior = HierarchicalModel(grid: grid, errors: errors, priors: priors).posterior(given: evidence)
        let exact = Self.integrated(evidence, errors, priors)
        for cell in 0..<2 {
            #expect(
                abs(posterior.mean(of: cell) - exact[cell]) < 0.005 + 0.1 * exact[cell],
                "cell \(cell): \(posterior.mean(of: cell)), exactly \(exact[cell])")
        }
    }

    /// Mean rates of two cells whose logits are mean + effect + residual, the residual of one kind or the other.
    private static func integrated(_ evidence: CellEvidence, _ errors: OracleErrors, _ priors: ModelPriors) -> [Double]
    {
        let points = (0..<160).map { -12 + 0.125 * Double($0) }
        let shared = priors.meanSpread * priors.meanSpread
        let own = priors.mainSpread * priors.mainSpread
        let kinds = [
            (1 - priors.oddShare, priors.residualSpread * priors.residualSpread),
            (priors.oddShare, priors.oddSpread * priors.oddSpread),
        ]
        func likelihood(_ cell: Int, _ logit: Double) -> Double {
            let rate = errors.observed(1 / (1 + exp(-logit)))
            return pow(rate, evidence.findings[cell])
                * pow(1 - rate, evidence.judged[cell] - evidence.findings[cell])
        }
        var total = 0.0
        var sums = [0.0, 0.0]
        for (firstShare, firstKind) in kinds {
            for (secondShare, secondKind) in kinds {
                let (a, b, c) = (shared + own + firstKind, shared + own + secondKind, shared)
                let determinant = a * b - c * c
                for x in points {
                    for y in points {
                        let (u, v) = (x - priors.mean, y - priors.mean)
                        let square = (b * u * u - 2 * c * u * v + a * v * v) / determinant
                        let weight =
                            firstShare * secondShare / determinant.squareRoot() * exp(-0.5 * square)
                            * likelihood(0, x) * likelihood(1, y)
                        total += weight
                        sums[0] += weight / (1 + exp(-x))
                        sums[1] += weight / (1 + exp(-y))
                    }
                }
            }
        }
        return sums.map { $0 / total }
    }

    private func posterior(_ findings: [Int: Int], judged: Int = 2, errors: OracleErrors = .none) throws
        -> RatePosterior
    {
        let grid = try Grid.sample(4, 3, 3)
        var evidence = CellEvidence(cells: grid.cellCount)
        for cell in 0..<grid.cellCount { evidence.add(cell: cell, judged: judged, findings: findings[cell] ?? 0) }
        return HierarchicalModel(grid: grid, errors: errors).posterior(given: evidence)
    }

    @Test("a finding raises its relatives, the closer the more")
    func relatives() throws {
        let before = try posterior([:])
        let after = try posterior([0: 2])
        // Cells 1, 4 and 13 of 4 x 3 x 3 share two values, one value, and none with cell 0.
        let rises = [0, 1, 4, 13].map { after.mean(of: $0) / before.mean(of: $0) }
        #expect(rises[0] > 3 * rises[1])
        #expect(rises[1] > rises[2])
        #expect(rises[2] > rises[3])
        #expect(rises[3] >= 1)
    }

    @Test("one unsafe verdict from an oracle with false alarms moves less than a confirmed one")
    func confirmation() throws {
        let errors = try #require(OracleErrors(sensitivity: 0.9, specificity: 0.98))
        let before = try posterior([:], judged: 6, errors: errors)
        let once = try posterior([0: 1], judged: 6, errors: errors)
        let twice = try posterior([0: 2], judged: 6, errors: errors)
        let trusted = try posterior([0: 1], judged: 6, errors: .none)
        #expect(once.mean(of: 0) < trusted.mean(of: 0))
        #expect(once.mean(of: 0) > before.mean(of: 0))
        // The second verdict says more than the first, to the cell and to a relative.
        for cell in [0, 1] {
            #expect(twice.mean(of: cell) - once.mean(of: cell) > once.mean(of: cell) - before.mean(of: cell))
        }
    }

    @Test("means, bounds and order of cells are a pure function of the evidence, and the bound is above the mean")
    func bounds() throws {
        let one = try posterior([3: 1, 7: 2])
        let other = try posterior([3: 1, 7: 2])
        #expect(one.means() == other.means())
        for cell in 0..<one.cellCount { #expect(one.bound(of: cell, level: 0.95) > one.mean(of: cell)) }
        #expect(one.largestBound(level: 0.95) == one.bound(of: 7, level: 0.95))
    }

    /// 20,000 draws with a fixed seed against the exact mean and variance by elimination; a right sampler misses a
    /// tolerance of five standard errors with a chance under 1e-5.
    @Test("joint draws of effects have the mean and variance of the normal posterior, and sums of them its variance")
    func jointDraws() throws {
        let layout = EffectLayout(try Grid.sample(2))
        let sampler = EffectSampler(
            layout: layout, tested: [0, 1], weights: [2, 0.5], weighted: [-2, -2], priorPrecisions: [0.4, 3, 3],
            priorMean: -3.5)
        // Precision [[0.4 + 2.5, 2, 0.5], [2, 3 + 2, 0], [0.5, 0, 3 + 0.5]], its inverse by hand through the first row.
        let pivot: Double = 2.9 - 4 / 5 - 0.25 / 3.5
        let target: Double = 0.4 * -3.5 - 4 + 4 / 5 + 1 / 3.5
        let mean = target / pivot
        let expected: [Double] = [mean, (-2 - 2 * mean) / 5, (-2 - 0.5 * mean) / 3.5]
        let shared = 1 / pivot
        let variances: [Double] = [shared, 0.2 + shared * 0.16, 1 / 3.5 + shared * 0.25 / 12.25]
        let sums = [[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]]
        // The covariance of the first two is -0.4 of the first's variance.
        let exact = variances + [0.2 * variances[0] + variances[1]]
        // The variance of 64 draws is off by 90 % with a chance under 1e-6.
        let many = sampler.variances(of: (0..<100).map { sums[$0 % 4] })
        for (place, variance) in many.enumerated() { #expect(abs(variance / exact[place % 4] - 1) < 0.9) }
        for (variance, expected) in zip(sampler.variances(of: sums), exact) {
            #expect(abs(variance / expected - 1) < 1e-5)
        }
        var random = SeededRandom(seed: 5)
        let draws = sampler.draws(20_000, using: &random)
        for effect in 0..<3 {
            let values = draws.map { $0[effect] }
            let average = values.reduce(0, +) / 20_000
            let variance = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 20_000
            #expect(abs(average - expected[effect]) < 5 * (variances[effect] / 20_000).squareRoot())
            #expect(abs(variance / variances[effect] - 1) < 5 * (2.0 / 20_000).squareRoot())
        }
    }

    @Test("a draw does not depend on how many are solved beside it, and leaves the stream where its own part ends")
    func drawsAlone() throws {
        let sampler = try posterior([3: 1, 7: 2]).sampler
        var random = SeededRandom(seed: 9)
        var other = random
        for draw in sampler.draws(11, using: &random) { #expect(sampler.draws(1, using: &other)[0] == draw) }
        #expect(random.next() == other.next())
    }

    /// 4,000 joint draws, whose variances are off by 12 % with a chance under 1e-6, and as much again for what is not linear.
    @Test("the logits of mean rates vary as in joint draws", arguments: [2, 20])
    func logitVariances(judged: Int) throws {
        let grid = try Grid.sample(4, 3, 3)
        let posterior = try posterior([0: 2, 3: 1, 7: 2, 20: 1, 31: 2], judged: judged)
        let axes = [grid.wholeAxis, grid.axis(0), grid.axis(2)]
        var random = SeededRandom(seed: 11)
        let draws = 4000
        var logits: [[Double]] = []
        for effects in posterior.sampler.draws(draws, using: &random) {
            var rates: [Double] = []
            posterior.forEachDraw(0..<posterior.cellCount, effects: effects) {
                rates.append($1.rate(at: random.unit()))
            }
            logits.append(
                axes.flatMap { axis in
                    axis.sums(of: rates).map { sum in
                        let mean = sum * Double(axis.count) / 36
                        return log(mean / (1 - mean))
                    }
                })
        }
        for (part, variance) in posterior.logitVariances(over: axes).enumerated() {
            let mean = logits.reduce(0) { $0 + $1[part] } / Double(draws)
            let drawn = logits.reduce(0) { $0 + ($1[part] - mean) * ($1[part] - mean) } / Double(draws)
            #expect(abs(variance / drawn - 1) < 0.24, "\(part): \(variance) for \(drawn)")
        }
    }

    /// 4,000 draws a cell; the tolerance is five standard errors.
    @Test("Thompson draws have the posterior's mean, and a spread that boldness scales", arguments: [1.0, 0.25])
    func thompsonDraws(boldness: Double) throws {
        let posterior = try posterior([0: 2, 5: 1])
        var random = SeededRandom(seed: 3)
        let draws = 4000
        let rates = DrawnRates(
            posterior, draws: draws, boldness: Array(repeating: boldness, count: draws), using: &random)
        posterior.forEach([0, 5, 9]) { cell, integral in
            let values = (0..<draws).map { rates[$0, cell] }
            let mean = values.reduce(0, +) / Double(draws)
            let spread = integral.rateVariance.squareRoot()
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws)
            #expect(abs(mean - integral.meanRate) < 5 * boldness * spread / Double(draws).squareRoot())
            #expect(variance.squareRoot() < 1.35 * boldness * spread)
            #expect(variance.squareRoot() > 0.65 * boldness * spread)
        }
    }
}
