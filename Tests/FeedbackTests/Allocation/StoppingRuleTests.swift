import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

@Suite("Stopping rules")
struct StoppingRuleTests {
    @Test(
        "rules are read",
        arguments: [
            ("hole<=0.05", StoppingRule.hole(limit: 0.05)),
            (" hole <= 1 ", .hole(limit: 1)),
            ("new<=0.05 in 100", .new(limit: 0.05, tests: 100)),
            ("new <= .5 in 1", .new(limit: 0.5, tests: 1)),
        ])
    func read(text: String, rule: StoppingRule) throws {
        #expect(try StoppingRule(text) == rule)
    }

    @Test(
        "anything else is refused, with what would be right",
        arguments: [
            "", "hole", "hole<0.05", "hole<=", "hole<=0", "hole<=1.5", "hole<=-0.1", "hole<=nan", "hole<=1e-2",
            "hole<=0x1p-3", "new<=0.05", "new<=0.05 in", "new<=0.05 in 0", "new<=0.05 in -3", "new<=0.05in100",
            "new<=0.05 in ten", "old<=0.1", "hole<=0.05 in 3",
        ])
    func refused(text: String) {
        let error = #expect(throws: StoppingRuleError.self) { try StoppingRule(text) }
        #expect(error?.description.contains("hole<=0.05") == true)
    }

    private func history(_ grid: Grid, judged: Int, findings: [Int: Int] = [:]) -> AllocationHistory {
        var matrix = CoverageMatrix(grid: grid)
        for cell in 0..<grid.cellCount { matrix.add(cell: cell, judged: judged, findings: findings[cell] ?? 0) }
        return AllocationHistory(verdicts: matrix, planned: judged * grid.cellCount)
    }

    @Test("Good-Turing: kinds seen once and one more, of all tests, for each of the next")
    func new() throws {
        let grid = try Grid.sample(4, 5)
        let rule = StoppingRule.new(limit: 0.05, tests: 2)
        let seen = history(grid, judged: 10, findings: [0: 1, 3: 1, 5: 4])
        #expect(rule.value(seen, errors: .none) == 2 * 3.0 / 201)
        #expect(rule.reason(toStop: seen, errors: .none) != nil)
        // No finding yet does not mean that there is none.
        #expect(rule.value(history(grid, judged: 1), errors: .none) == 2 * 1.0 / 21)
        #expect(rule.reason(toStop: history(grid, judged: 1), errors: .none) == nil)
    }

    @Test("the largest bound falls as safe verdicts come in, and a finding raises it")
    func hole() throws {
        let grid = try Grid.sample(4, 3, 2)
        let rule = StoppingRule.hole(limit: 0.05)
        let values = [1, 4, 16, 64].map { rule.value(history(grid, judged: $0), errors: .none) }
        #expect(values == values.sorted(by: >))
        #expect(rule.reason(toStop: history(grid, judged: 1), errors: .none) == nil)
        #expect(rule.reason(toStop: history(grid, judged: 64), errors: .none) != nil)
        let plain = try #require(rule.reason(toStop: history(grid, judged: 64), errors: .none))
        #expect(plain.hasPrefix("no cell's rate of unsafe verdicts is above"))
        let told = try #require(OracleErrors(sensitivity: 0.9, specificity: 0.98))
        let conditional = try #require(rule.reason(toStop: history(grid, judged: 256), errors: told))
        #expect(conditional.contains("if the oracle's sensitivity is 90.0 % and its specificity 98.0 %"))
        #expect(rule.value(history(grid, judged: 16, findings: [2: 2]), errors: .none) > values[2])
    }
}
