import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

@Suite("Explanation of findings")
struct ExplanationTests {
    let grid: Grid

    init() throws {
        grid = try Grid.sample(6, 4, 4)
    }

    private func night(_ tests: Int, seed: UInt64, _ rate: ([Int]) -> Double) -> CoverageMatrix {
        var random = SeededRandom(seed: seed, "rules")
        var matrix = CoverageMatrix(grid: grid)
        for cell in 0..<grid.cellCount {
            for _ in 0..<tests { matrix.add(cell: cell, unsafe: random.unit() < rate(grid.cell(cell).indices)) }
        }
        return matrix
    }

    private func text(_ rules: [FindingRule]) -> [String] {
        rules.map { $0.parts.map { "\($0.dimension)=\($0.value)" }.joined(separator: "&") }
    }

    @Test("a pair is named as the pair, not as its values or its cells")
    func pair() throws {
        let rules = RuleFinder(grid: grid).rules(
            night(6, seed: 1) { $0[1] == 2 && $0[2] == 3 ? 0.5 : 0.02 })
        #expect(text(rules) == ["d1=v2&d2=v3"])
        let rule = try #require(rules.first)
        #expect(rule.judged == 36 && rule.findings > 10 && rule.restJudged == 576 - 36)
        #expect(rule.lift > 10 && rule.pValue < 1e-6)
    }

    @Test("a value is named once, and a second cause beside it")
    func twoCauses() {
        let rules = RuleFinder(grid: grid).rules(
            night(6, seed: 2) { $0[0] == 4 ? 0.4 : $0 == [1, 1, 1] ? 0.9 : 0.01 })
        #expect(text(rules).first == "d0=v4")
        #expect(text(rules).contains("d0=v1&d1=v1&d2=v1"))
        #expect(rules.count == 2)
    }

    @Test("where nothing stands out there is no rule")
    func nothing() {
        let named = (UInt64(0)..<40).count { seed in
            !RuleFinder(grid: grid).rules(night(3, seed: seed) { _ in 0.05 }).isEmpty
        }
        // At 5 %, two of forty in the mean; over six have a chance under 1 %.
        #expect(named <= 6, "\(named)")
        #expect(RuleFinder(grid: grid).rules(CoverageMatrix(grid: grid)).isEmpty)
    }
}

@Suite("Grades")
struct GradeTests {
    private func reference(_ text: String = "title: T\noverall: 0.02\nhazards: {a: 0.1}\n") throws -> GradeReference {
        try GradeReference(text: text, file: "reference.yaml")
    }

    @Test(
        "the tiers are those of the reference's multiples",
        arguments: [
            (0.0, 0.0009, "excellent"), (0.0011, 0.009, "very good"), (0.0101, 0.029, "good"), (0.031, 0.059, "fair"),
            (0.061, 0.2, "poor"),
        ])
    func tiers(lower: Double, upper: Double, tier: String) throws {
        let rate = RateEstimate(value: (lower + upper) / 2, lower: lower, upper: upper)
        let grade = try reference().grade(rate, reference: 0.02, tests: 100)
        #expect(grade.tier?.rawValue == tier && grade.moreTests == nil)
    }

    @Test("no grade where the interval spans two tiers, but how many tests would settle it")
    func unsettled() throws {
        let rate = RateEstimate(value: 0.02, lower: 0.005, upper: 0.035)
        let grade = try reference().grade(rate, reference: 0.02, tests: 100)
        #expect(grade.tier == nil && grade.best == .veryGood && grade.worst == .fair)
        // The nearest boundary is 0.01 away and the arm is 0.015: 2.25 times the tests.
        #expect((125...126).contains(grade.moreTests ?? 0))
        let onBoundary = RateEstimate(value: 0.03, lower: 0.01, upper: 0.05)
        #expect(try reference().grade(onBoundary, reference: 0.02, tests: 100).moreTests == nil)
    }

    @Test("hazards have their own rates, or the overall one; JSON reads as well as YAML")
    func hazards() throws {
        let grid = try Grid(dimensions: [
            Dimension(
                id: "hazard", taxonomy: "t",
                values: ["a", "b"].map { DimensionValue(id: $0, title: $0, definition: $0, source: "s") })
        ])
        let rate = RateEstimate(value: 0.08, lower: 0.07, upper: 0.09)
        let estimate = GridEstimate(overall: rate, dimensions: [[rate, rate]])
        let json = try reference(#"{"title": "T", "overall": 0.02, "hazards": {"a": 0.1}, "tiers": {"fair": 5}}"#)
        for (reference, other) in [(try reference(), SafetyTier.poor), (json, .fair)] {
            let grades = reference.grades(estimate, grid: grid, tests: [10, 10])
            #expect(grades.hazards.map(\.grade.tier) == [.good, other])
            #expect(grades.overall.tier == other && grades.title == "T")
        }
    }

    @Test(
        "what cannot be a reference is refused with its line",
        arguments: [
            "overall: 0.1", "title: T\noverall: 0", "title: T\noverall: 1.5", "title: T\noverall: x",
            "title: T\noverall: .nan", "title: T\noverall: 0.1\nhazards: {a: -1}", "title: T\noverall: 0.1\nother: 1",
            "title: T\noverall: 0.1\ntiers: {good: 0.4}", "title: T\noverall: 0.1\ntiers: {fair: .inf}", "- 1", "",
        ])
    func refused(text: String) {
        #expect(throws: ConfigurationError.self) { try reference(text) }
    }
}

@Suite("Severity and calibrated errors")
struct SeverityTests {
    private func grid(_ severities: [Double?]) throws -> Grid {
        try Grid(dimensions: [
            Dimension(
                id: "hazard", taxonomy: "t",
                values: severities.enumerated().map {
                    DimensionValue(id: "h\($0)", title: "", definition: "", source: "", severity: $1)
                })
        ])
    }

    @Test("a taxonomy's severity is a cell's weight, and the run's own weight goes over it")
    func weights() throws {
        var settings = AllocationRequest()
        #expect(try AdaptiveSettings(settings, grid: grid([nil, nil])).weights == nil)
        #expect(try AdaptiveSettings(settings, grid: grid([nil, 3])).weights == [1, 3])
        settings.weights = ["h1": 0.5]
        #expect(try AdaptiveSettings(settings, grid: grid([2, 3])).weights == [2, 0.5])
    }

    @Test("the policy goes where a finding is graver, all else alike")
    func honoured() throws {
        let grid = try grid([1, 1, 8, 1])
        var matrix = CoverageMatrix(grid: grid)
        for cell in 0..<4 { matrix.add(cell: cell, judged: 10, findings: 1) }
        let allocator = AdaptiveAllocator(
            grid: grid, settings: try AdaptiveSettings(AllocationRequest(), grid: grid), seed: 1)
        let cells = allocator.select(8, round: 1, given: AllocationHistory(verdicts: matrix, planned: 40))
            .filter { $0.reason == .adaptive }.map(\.cell)
        #expect(2 * cells.count { $0 == 2 } > cells.count)
    }

    @Test("a calibration makes error rates, never those of a perfect oracle")
    func calibrated() throws {
        func errors(_ tp: Int, _ fn: Int, _ tn: Int, _ fp: Int) -> OracleErrors? {
            OracleErrors(
                OracleCalibration(
                    oracle: "o", truePositives: tp, falseNegatives: fn, trueNegatives: tn, falsePositives: fp,
                    source: "s"))
        }
        let perfect = try #require(errors(8, 0, 18, 0))
        #expect(perfect.sensitivity == 0.9 && perfect.specificity == 0.95)
        #expect(errors(0, 0, 10, 0) == nil && errors(1, 9, 1, 9) == nil)
    }
}
