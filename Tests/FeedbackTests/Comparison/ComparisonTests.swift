import Foundations
import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

@Suite("Comparison of two runs")
struct ComparisonTests {
    let grid: Grid

    init() throws {
        grid = try Grid.sample(4, 4, 3)
    }

    /// Verdicts of an even number of tests of every cell.
    private func night(_ rate: (Cell) -> Double, tests: Int = 8, seed: UInt64) -> CellEvidence {
        var random = SeededRandom(seed: seed, "night")
        var evidence = CellEvidence(cells: grid.cellCount)
        for cell in 0..<grid.cellCount {
            let findings = (0..<tests).count { _ in random.unit() < rate(grid.cell(cell)) }
            evidence.add(cell: cell, judged: tests, findings: findings)
        }
        return evidence
    }

    @Test("a hazard that got worse is found and named; the way back is a fall")
    func regression() throws {
        let before = night({ _ in 0.03 }, seed: 1)
        let after = night({ $0.indices[0] == 2 ? 0.35 : 0.03 }, seed: 2)
        let rises = RunComparison(grid: grid, base: before, new: after).rises(at: 0.05)
        let hazard = try #require(rises.first { $0.group == .value(dimension: 0, value: 2) })
        #expect(hazard.riseProbability > 0.99 && hazard.newRate > 0.2 && hazard.baseRate < 0.1)
        #expect(hazard.base.tests == 96 && hazard.new.findings > hazard.base.findings)
        #expect(hazard.group.name(in: grid) == "d0 v2" && hazard.group.kind(in: grid) == "d0")
        let back = RunComparison(grid: grid, base: after, new: before)
        #expect(back.rises(at: 0.05).isEmpty)
        #expect(back.falls(at: 0.05).contains { $0.group == .value(dimension: 0, value: 2) })
    }

    /// 40 pairs of nights, fixed seeds, without a change: at 5 % two alarms are expected; more than six have a chance
    /// under 1 %.
    @Test("without a change there is hardly ever an alarm, on a grid of uneven cells too")
    func quiet() {
        let alarms = (0..<40).count { number in
            let rate = { (cell: Cell) in cell.id == 5 ? 0.6 : cell.indices[1] == 1 ? 0.2 : 0.03 }
            let seeds = UInt64(number) * 2
            let comparison = RunComparison(
                grid: grid, base: night(rate, tests: 4, seed: seeds), new: night(rate, tests: 4, seed: seeds + 1))
            return !comparison.rises(at: 0.05).isEmpty
        }
        #expect(alarms <= 6, "\(alarms)")
    }

    @Test("the same test cases in both runs are compared pair by pair")
    func pairs() throws {
        let evidence = night({ _ in 0.1 }, tests: 2, seed: 3)
        let worse = (0..<60).map { PairedVerdict(cell: $0 % 12, base: false, new: $0 < 10) }
        let comparison = RunComparison(grid: grid, base: evidence, new: evidence, pairs: worse)
        let hazard = try #require(comparison.comparisons.first { $0.group == .value(dimension: 0, value: 0) })
        #expect(hazard.pairs == PairCounts(shared: 60, worse: 10, better: 0))
        #expect(abs(hazard.risePValue - 1.0 / 1024) < 1e-12)
        #expect(hazard.fallPValue == 1)
        let other = try #require(comparison.comparisons.first { $0.group == .value(dimension: 0, value: 1) })
        #expect(other.pairs == nil)
    }

    @Test("every group is there: overall, values, and the cells that the later run tested")
    func groups() {
        var new = CellEvidence(cells: grid.cellCount)
        new.add(cell: 7, judged: 3, findings: 1)
        let comparison = RunComparison(grid: grid, base: CellEvidence(cells: grid.cellCount), new: new)
        let groups = comparison.comparisons.map(\.group)
        #expect(groups.count == 1 + 11 + 1)
        #expect(groups.first == .overall && groups.last == .cell(7))
        #expect(
            comparison.comparisons.allSatisfy { (0...1).contains($0.risePValue) && (0...1).contains($0.riseQValue) })
        let none = RunComparison(
            grid: grid, base: CellEvidence(cells: grid.cellCount), new: CellEvidence(cells: grid.cellCount))
        #expect(none.rises(at: 0.05).isEmpty && none.falls(at: 0.05).isEmpty)
    }

    @Test("the gate reads kinds and sizes, and says what it does not understand")
    func gate() throws {
        let before = night({ _ in 0.03 }, seed: 1)
        let after = night({ $0.indices[0] == 2 ? 0.35 : 0.03 }, seed: 2)
        let rises = RunComparison(grid: grid, base: before, new: after).rises(at: 0.05)
        func failures(_ text: String) throws -> Int {
            try RegressionGate(text, grid: grid).failures(among: rises, in: grid).count
        }
        #expect(try failures("any") == rises.count)
        #expect(try failures("none") == 0)
        #expect(try failures("d0") == 1)
        #expect(try failures("d0>0.1") == 1)
        #expect(try failures("d0 > 0.9") == 0)
        for text in ["", "hazard", "any>", "any>2", "d0>x", "d0>0.1>0.2"] {
            #expect(throws: RegressionGateError.self) { try RegressionGate(text, grid: grid) }
        }
    }
}

@Suite("Exact tests")
struct ExactTestTests {
    @Test(
        "binomial tails",
        arguments: [(0, 5, 0.3, 1.0), (5, 5, 0.5, 1.0 / 32), (1, 3, 0.5, 0.875), (6, 5, 0.5, 0.0), (2, 4, 0.0, 0.0)])
    func binomial(count: Int, trials: Int, rate: Double, tail: Double) {
        #expect(abs(ExactTests.binomialUpperTail(count, of: trials, rate: rate) - tail) < 1e-12)
    }

    @Test("Fisher's tea: three of four right by chance in 17 of 70 ways")
    func fisher() {
        #expect(abs(ExactTests.fisherUpperTail(hits: 3, drawn: 4, marked: 4, all: 8) - 17.0 / 70) < 1e-12)
        #expect(ExactTests.fisherUpperTail(hits: 0, drawn: 4, marked: 4, all: 8) == 1)
    }

    @Test("adjusted values are those of Benjamini and Hochberg, and weights shift the level")
    func falseDiscovery() {
        #expect(
            FalseDiscovery.adjusted([0.01, 0.04, 0.03, 0.5]).map { ($0 * 1e6).rounded() / 1e6 }
                == [0.04, 0.053333, 0.053333, 0.5])
        let weighted = FalseDiscovery.adjusted([0.02, 0.02], weights: [3, 1])
        #expect(weighted[0] < weighted[1])
        #expect(FalseDiscovery.adjusted([]).isEmpty)
    }

    @Test("the upper bound is the rule of three without a finding, and the rate's own quantile with some")
    func bound() {
        #expect(abs(RiskBound.upper(findings: 0, of: 100) - 0.029513) < 1e-5)
        #expect(RiskBound.upper(findings: 0, of: 0) == 1)
        #expect(RiskBound.upper(findings: 3, of: 3) == 1)
        let bound = RiskBound.upper(findings: 2, of: 40)
        #expect(abs(1 - ExactTests.binomialUpperTail(3, of: 40, rate: bound) - 0.05) < 1e-9)
        #expect(RiskBound.unseenKind(once: 4, tests: 99) == 0.05)
    }
}
