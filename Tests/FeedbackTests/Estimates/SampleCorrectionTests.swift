import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

@Suite("The model as a control variate of the sample")
struct SampleCorrectionTests {
    private func total(_ numbers: [Double]) -> [Double] { [numbers.reduce(0, +)] }

    @Test("the residual is the sample's share less what the model expects of its cells")
    func residual() throws {
        var sample = CellEvidence(cells: 3)
        sample.add(cell: 0, judged: 4, findings: 2)
        sample.add(cell: 2, judged: 6, findings: 0)
        let correction = try #require(SampleCorrection.each(of: sample, means: [0.25, 0.5, 0.1], sums: total)[0])
        #expect(abs(correction.residual - (2 - 4 * 0.25 - 6 * 0.1) / 10) < 1e-12)
        #expect(abs(correction.variance - (4 * 0.1875 + 6 * 0.09) / 100) < 1e-12)
        let parts = SampleCorrection.each(of: sample, means: [0.25, 0.5, 0.1]) { [$0[0], $0[1]] }
        #expect(parts[0] != nil && parts[1] == nil)
    }

    @Test(
        "model and sample are weighted by their precisions",
        arguments: [
            // As uncertain as each other: half way, and no wider.
            (residual: 0.02, variance: 0.0001, error: 0.01, moved: 0.01, wider: 1.0),
            // A sample of three times the variance has a fourth of the say: 1 + 2 / 16 of the variance.
            (residual: 0.02, variance: 0.0003, error: 0.01, moved: 0.005, wider: 1.0607),
            // One of next to no tests has none.
            (residual: 0.3, variance: 0.2, error: 0.001, moved: 0.0, wider: 1.0),
            // One that is all that the model has seen goes half way, however narrow.
            (residual: 0.02, variance: 0.00001, error: 0.01, moved: 0.01, wider: 1.0),
            // One without findings pulls half way to 0 at most.
            (residual: -0.2, variance: 0.00001, error: 0.01, moved: -0.05, wider: 1.0),
        ])
    func precisions(residual: Double, variance: Double, error: Double, moved: Double, wider: Double) {
        let result = SampleCorrection(residual: residual, variance: variance).applied(to: (mean: 0.1, error: error))
        #expect(abs(result.mean - 0.1 - moved) < 1e-4, "\(result)")
        #expect(abs(result.error / error - wider) < 1e-3, "\(result)")
    }

    /// 100 adaptive runs on a grid where all cells fail in a tenth of the tests, fixed seeds: what the model alone says leans low.
    @Test("what a policy bends a model by is taken away by a fourth or more")
    func lessBias() throws {
        let grid = try Grid.sample(6, 4, 3)
        var alone = 0.0
        var corrected = 0.0
        for seed in UInt64(0)..<100 {
            let run = evenRun(on: grid, rate: 0.1, seed: seed)
            let estimator = GridEstimator(grid: grid)
            alone += estimator.estimate(RunEvidence(run.verdicts)).overall.value - 0.1
            corrected += estimator.estimate(run).overall.value - 0.1
        }
        #expect(alone / 100 < -0.002, "\(alone / 100)")
        #expect(abs(corrected) < 0.75 * abs(alone), "\(corrected / 100) after \(alone / 100)")
    }

    /// A run of 216 tests, a floor of one a cell and a fifth of the rest uniform.
    private func evenRun(on grid: Grid, rate: Double, seed: UInt64) -> RunEvidence {
        let allocator = AllocatorRegistry.allocator(.adaptive, grid: grid, floor: 1, seed: seed)
        var random = SeededRandom(seed: seed, "world")
        var matrix = CoverageMatrix(grid: grid)
        var sample = UniformSample(grid: grid)
        for round in 0..<9 {
            let history = AllocationHistory(verdicts: matrix, planned: 24 * round)
            for selection in allocator.select(24, round: round, given: history) {
                let unsafe = random.unit() < rate
                matrix.add(cell: selection.cell, unsafe: unsafe)
                sample.add(cell: selection.cell, reason: selection.reason, unsafe: unsafe)
            }
        }
        return RunEvidence(CellEvidence(matrix), sample: sample.evidence)
    }
}
