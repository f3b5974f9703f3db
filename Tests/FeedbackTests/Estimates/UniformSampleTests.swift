import Feedback
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@Suite("Tests chosen without regard to verdicts")
struct UniformSampleTests {
    private let grid: Grid

    init() throws {
        grid = try Grid.sample(2, 3)
    }

    private func sample(_ floor: [Int], drawn: [(cell: Int, unsafe: Bool?)] = []) -> UniformSample {
        var sample = UniformSample(grid: grid)
        for cell in floor { sample.add(cell: cell, reason: .floor, unsafe: cell == 0) }
        for test in drawn { sample.add(cell: test.cell, reason: .uniform, unsafe: test.unsafe) }
        return sample
    }

    @Test("whole floors and uniform draws count, chosen tests and those without a verdict do not")
    func counts() {
        var whole = sample([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], drawn: [(2, true), (2, false), (1, nil)])
        whole.add(cell: 0, reason: .adaptive, unsafe: true)
        #expect(whole.counts == (judged: 14, findings: 3))
        let rate = whole.rate
        #expect(rate.map { abs($0.value - 3.0 / 14) < 1e-12 && $0.lower < $0.value && $0.value < $0.upper } == true)
        #expect(whole.evidence.judged == [2, 2, 4, 2, 2, 2] && whole.evidence.findings == [2, 0, 1, 0, 0, 0])
    }

    @Test("tests counted one by one and by the cell are the same")
    func byCell() {
        let single = sample([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], drawn: [(2, true), (2, false), (1, nil)])
        var sums = UniformSample(grid: grid)
        for cell in 0..<6 { sums.add(cell: cell, reason: .floor, planned: 2, judged: 2, findings: cell == 0 ? 2 : 0) }
        sums.add(cell: 2, reason: .uniform, planned: 2, judged: 2, findings: 1)
        sums.add(cell: 1, reason: .uniform, planned: 1, judged: 0, findings: 0)
        #expect(sums.evidence == single.evidence)
    }

    @Test("a floor that was cut short is no sample of the grid", arguments: [[0], [0, 1, 2, 3, 4, 5, 0]])
    func cutShort(floor: [Int]) {
        #expect(sample(floor, drawn: [(3, false)]).counts == (judged: 1, findings: 0))
        #expect(sample(floor).rate == nil)
    }

    @Test("an estimate is doubted when it is far from the sample, and never without one")
    func doubt() {
        func estimate(_ value: Double) -> RateEstimate { RateEstimate(value: value, lower: 0, upper: 1) }
        let draws = (0..<1000).map { (cell: $0 % 6, unsafe: Optional($0 % 20 == 0)) }
        let sample = sample([], drawn: draws)
        #expect(!sample.contradicts(estimate(0.05)) && !sample.contradicts(estimate(0.07)))
        #expect(sample.contradicts(estimate(0.09)) && sample.contradicts(estimate(0.02)))
        #expect(!UniformSample(grid: grid).contradicts(estimate(0.9)))
    }

    /// Each run's share has mean 0.1 and a variance of 0.1 * 0.9 / 200 at most; over 400 runs the mean's spread is 0.00106,
    /// and six of them are 0.0064: it fails by bad luck with a chance of 2e-9.
    @Test("the share of an adaptive run's sample has no bias, although the policy farms a hot cell")
    func unbiased() throws {
        let rates = [0.5, 0.02, 0.02, 0.02, 0.02, 0.02]
        var sum = 0.0
        for seed in UInt64(0)..<400 {
            var random = SeededRandom(seed: seed, "world")
            let allocator = AllocatorRegistry.allocator(.adaptive, grid: grid, floor: 20, seed: seed)
            var matrix = CoverageMatrix(grid: grid)
            var sample = UniformSample(grid: grid)
            for round in 0..<20 {
                let history = AllocationHistory(verdicts: matrix, planned: matrix.depth.reduce(0, +))
                for selection in allocator.select(20, round: round, given: history) {
                    let unsafe = random.unit() < rates[selection.cell]
                    matrix.add(cell: selection.cell, unsafe: unsafe)
                    sample.add(cell: selection.cell, reason: selection.reason, unsafe: unsafe)
                }
            }
            sum += try #require(sample.rate).value
        }
        #expect(abs(sum / 400 - 0.1) < 0.0064, "\(sum / 400)")
    }
}
