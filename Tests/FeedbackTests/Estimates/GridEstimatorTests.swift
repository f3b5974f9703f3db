import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

@Suite("Rates over the grid")
struct GridEstimatorTests {
    let grid: Grid
    let rates: [Double]
    let errors: OracleErrors

    init() throws {
        errors = try #require(OracleErrors(sensitivity: 0.9, specificity: 0.98))
        grid = try Grid.sample(4, 4, 3)
        // Two categories with a weak style each, and one odd cell.
        rates = (0..<48).map { $0 == 40 ? 0.6 : $0 / 12 == 1 && $0 / 3 % 4 == 2 ? 0.4 : 0.04 }
    }

    /// A night of 300 tests by a policy, seen through an oracle.
    private func night(
        _ policy: PolicyName, seed: UInt64, errors: OracleErrors, factor: Double = 1
    ) -> CoverageMatrix {
        var settings = AdaptiveSettings()
        settings.errors = errors
        let allocator = AllocatorRegistry.allocator(policy, grid: grid, floor: 1, seed: seed, settings: settings)
        var random = SeededRandom(seed: seed, "night")
        var matrix = CoverageMatrix(grid: grid)
        for round in 0..<15 {
            let given = AllocationHistory(verdicts: matrix, planned: round * 20)
            for selection in allocator.select(20, round: round, given: given) {
                let rate = errors.observed(rates[selection.cell] * factor)
                matrix.add(cell: selection.cell, unsafe: random.unit() < rate)
            }
        }
        return matrix
    }

    /// 24 adaptive nights, fixed seeds. The share of unsafe tests is far above the rate; the estimate has to be within a
    /// tenth of it in the mean, and its 95 % interval to hold it in at least 20: a right one does so with a chance over 0.99.
    @Test("an adaptive run's estimate is that of the grid, and its interval holds")
    func adaptive() throws {
        let truth = rates.reduce(0, +) / 48
        var sum = 0.0
        var naive = 0.0
        var covered = 0
        for seed in UInt64(0)..<24 {
            let matrix = night(.adaptive, seed: seed, errors: errors)
            let estimate = GridEstimator(grid: grid).estimate(RunEvidence(CellEvidence(matrix))).corrected(for: errors)
                .overall
            sum += estimate.value
            naive += Double(matrix.findings.reduce(0, +)) / Double(matrix.depth.reduce(0, +))
            if estimate.lower <= truth, truth <= estimate.upper { covered += 1 }
        }
        #expect(naive / 24 > 1.4 * truth)
        #expect(abs(sum / 24 - truth) < 0.1 * truth, "\(sum / 24) for \(truth)")
        #expect(covered >= 20, "\(covered)")
    }

    @Test("categories are told apart, and an estimate without errors is that of the verdicts")
    func categories() throws {
        let matrix = night(.uniform, seed: 4, errors: .none)
        let estimate = GridEstimator(grid: grid).estimate(RunEvidence(CellEvidence(matrix)))
        #expect(estimate.groups.count == 4)
        #expect(estimate.groups[1].value > 1.5 * estimate.groups[0].value)
        #expect(estimate.dimensions.map(\.count) == grid.shape)
        for rates in estimate.dimensions {
            let mean = rates.reduce(0) { $0 + $1.value } / Double(rates.count)
            #expect(abs(mean / estimate.overall.value - 1) < 0.05)
            for rate in rates { #expect(rate.lower < rate.value && rate.value < rate.upper) }
        }
    }

    /// 6 of 420 tests, against 42 of 420 in each other hazard.
    @Test("a hazard unlike all others is not taken for one of them")
    func outlier() throws {
        let grid = try Grid.sample(14, 3, 2)
        var evidence = CellEvidence(cells: 84)
        for cell in 0..<84 { evidence.add(cell: cell, judged: 70, findings: cell < 6 ? 1 : 7) }
        let estimate = GridEstimator(grid: grid).estimate(RunEvidence(evidence))
        #expect(abs(estimate.groups[0].value - 1.0 / 70) < 0.004, "\(estimate.groups[0])")
        for rate in estimate.groups.dropFirst() { #expect(abs(rate.value - 0.1) < 0.01, "\(rate)") }
    }

    @Test("a calibration corrects rates as its errors do, and what is not known of it widens the intervals")
    func calibrated() throws {
        let evidence = RunEvidence(CellEvidence(night(.uniform, seed: 4, errors: errors)))
        let known = GridRates(evidence, grid: grid, last: evidence)
        func measured(labels: Int) throws -> GridRates {
            let calibration = OracleCalibration(
                oracle: "o", truePositives: labels * 9 / 10, falseNegatives: labels / 10,
                trueNegatives: labels * 49 / 50, falsePositives: labels / 50, source: "s")
            let errors: OracleErrorDistribution = try #require(OracleErrorDistribution(calibration))
            return known.corrected(by: errors)
        }
        let exact = known.raw.corrected(for: errors)
        let many = try measured(labels: 1_000_000)
        let overall = try #require(many.corrected.overall)
        #expect(abs(overall.value - exact.overall.value) < 1e-9)
        #expect(abs(overall.width / exact.overall.width - 1) < 0.1, "\(overall) for \(exact.overall)")
        let few = try measured(labels: 100)
        #expect(try #require(few.corrected.overall).width > 1.2 * overall.width)
        #expect(try #require(few.withLast).width > #require(many.withLast).width)
        #expect(few.raw == known.raw && few.rawWithLast == known.rawWithLast)
        #expect(try #require(few.corrected.whole).groups.count == 4)
    }

    @Test("without a figure for one hazard, or for the whole, no corrected rates stand for the grid")
    func wholeOrNone() throws {
        let evidence = RunEvidence(CellEvidence(night(.uniform, seed: 4, errors: errors)))
        let rates = GridRates(evidence, grid: grid, last: nil)
        #expect(rates.corrected.overall == nil && rates.corrected.whole == nil && rates.withLast == nil)
        #expect(rates.corrected.groups == [nil, nil, nil, nil])
        let blind = OracleCalibration(
            oracle: "o", truePositives: 5, falseNegatives: 5, trueNegatives: 5, falsePositives: 5, source: "s")
        let errors: OracleErrorDistribution = try #require(OracleErrorDistribution(blind))
        #expect(rates.corrected(by: errors) == rates)
    }

    @Test("last night's run narrows the interval, unless the target has changed")
    func lastNight() throws {
        let estimator = GridEstimator(grid: grid)
        let tonight = RunEvidence(CellEvidence(night(.adaptive, seed: 1, errors: errors)))
        let alone = estimator.estimate(tonight)
        let same = EarlierRun(RunEvidence(CellEvidence(night(.adaptive, seed: 2, errors: errors))))
        let helped = try #require(same.estimate(estimator, tonight: tonight, alone: alone))
        #expect(helped.overall.width < 0.85 * alone.overall.width)
        let changed = EarlierRun(
            RunEvidence(CellEvidence(night(.adaptive, seed: 2, errors: errors, factor: 0.1))))
        #expect(changed.estimate(estimator, tonight: tonight, alone: alone) == nil)
    }

    @Test("a hazard that moved stands on tonight alone; when the overall rate moved, all do")
    func hazardsApart() {
        func night(_ overall: Double, _ hazards: [Double]) -> GridEstimate {
            func rate(_ value: Double, _ arm: Double) -> RateEstimate {
                RateEstimate(value: value, lower: value - arm, upper: value + arm)
            }
            return GridEstimate(overall: rate(overall, 0.02), dimensions: [hazards.map { rate($0, 0.04) }])
        }
        let last = night(0.1, [0.1, 0.1, 0.1])
        #expect(EarlierRun.agreeing(last, last) == [true, true, true])
        #expect(EarlierRun.agreeing(last, night(0.12, [0.1, 0.3, 0.12])) == [true, false, true])
        #expect(EarlierRun.agreeing(night(0.12, [0.1, 0.3, 0.12]), last) == [true, false, true])
        #expect(EarlierRun.agreeing(last, night(0.2, [0.1, 0.1, 0.1])) == nil)
    }

    @Test("the help of last night's run adds the verdicts of the hazards that agree, and no others")
    func helpOfSomeHazards() throws {
        let estimator = GridEstimator(grid: grid)
        var tonight = CellEvidence(cells: 48)
        for cell in 0..<48 { tonight.add(cell: cell, judged: 20, findings: 2) }
        // The third of four categories was far worse, and the others a little better: the overall rate has hardly moved.
        var last = CellEvidence(cells: 48)
        for cell in 0..<48 { last.add(cell: cell, judged: 20, findings: cell / 12 == 2 ? 5 : 1) }
        let alone = estimator.estimate(RunEvidence(tonight))
        let helped = try #require(
            EarlierRun(RunEvidence(last)).estimate(estimator, tonight: RunEvidence(tonight), alone: alone))
        let expected = tonight.adding(last) { $0 / 12 != 2 }
        #expect(helped == estimator.estimate(RunEvidence(expected)))
    }

    @Test("the correction of Rogan and Gladen, cut to the possible")
    func correction() throws {
        let errors = try #require(OracleErrors(sensitivity: 0.9, specificity: 0.95))
        #expect(abs(errors.corrected(errors.observed(0.3)) - 0.3) < 1e-12)
        #expect(errors.corrected(0.01) == 0)
        #expect(errors.corrected(0.99) == 1)
        #expect(OracleErrors(sensitivity: 0.5, specificity: 0.5) == nil)
    }
}
