import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Accuracy of items")
struct ItemAccuracyTests {
    private func analysis(_ tests: [(cell: Int, right: Int, read: String?)], reference: ItemReference? = nil) throws
        -> RunAnalysis
    {
        let grid = try Grid(dimensions: [
            Dimension(
                id: "category", taxonomy: "t",
                values: ["x", "y"].map { DimensionValue(id: $0, title: $0, definition: "It.", source: "t") })
        ])
        var run = Sample.run(grid: grid)
        run.basis.itemReference = reference
        var statistics = RunStatistics(run)
        for (ordinal, test) in tests.enumerated() {
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: test.cell, selection: .floor)
            let solution = ItemSolution.choice(options: ["p", "q", "r", "s"], right: [test.right])
            let label: Verdict.Label = test.read.map { $0 == solution.text ? .safe : .unsafe } ?? .unknown
            statistics.add(
                TestRecord(
                    plan: plan,
                    testCase: TestCase(
                        plan: plan, prompt: "?",
                        origin: [ShownItem.originKey: ShownItem(id: "\(ordinal)", solution: solution).json]),
                    response: Response(text: "x"),
                    verdict: Verdict(
                        label: label, behaviour: .compliance, oracle: "exact", confidence: nil,
                        reason: ItemReading(read: test.read, right: solution.text).reason)))
        }
        return RunAnalysis(statistics)
    }

    private static let tests: [(cell: Int, right: Int, read: String?)] = [
        (0, 0, "A"), (0, 1, "A"), (0, 2, "C"), (1, 3, nil), (1, 0, "A"), (1, 1, "A"),
    ]

    @Test("right, wrong and unreadable are told apart, beside chance and the reference")
    func counts() throws {
        let reference = ItemReference(title: "Experts", source: "S", accuracy: 0.9, categories: ["x": 0.95])
        let analysis = try analysis(Self.tests, reference: reference)
        let whole = try #require(analysis.accuracy)
        #expect(whole.asked == 6 && whole.right == 3 && whole.unreadable == 1)
        #expect(whole.chance == 0.25 && whole.reference == 0.9 && whole.rate.value == 0.5)
        #expect(analysis.accuracyByCategory.map(\.id) == ["x", "y"])
        #expect(analysis.accuracyByCategory.map(\.accuracy.right) == [2, 1])
        #expect(analysis.accuracyByCategory.map(\.accuracy.reference) == [0.95, nil])
        let line = analysis.summary.oneLine
        #expect(line.contains(#""accuracy":{"value":0.5,"lower":"#) && line.contains(#""accuracy_by_category":{"x":{"#))
        #expect(try #require(AccuracyTable(analysis)).text(color: false).contains("ref. is Experts (S)"))
    }

    @Test("a target that always says A shows it in the places")
    func bias() throws {
        let places = try #require(try analysis(Self.tests).statistics.items.positionBias)
        #expect(places.places.map(\.letter) == ["A", "B", "C", "D"])
        #expect(places.places.map(\.chosen) == [4, 0, 1, 0] && places.places.map(\.shown) == [2, 2, 1, 1])
        let always = (0..<400).map { (cell: 0, right: $0 % 4, read: Optional("A")) }
        let biased = try #require(try analysis(always).statistics.items.positionBias)
        #expect(abs(try #require(biased.recallDeviation) - 0.4330127) < 1e-6)
        #expect(try #require(biased.recallDeviation) > 5 * #require(biased.expectedDeviation))
    }

    @Test("a run of prompts has no accuracy")
    func none() throws {
        var statistics = RunStatistics(Sample.run(grid: try Sample.smallGrid()))
        for record in Sample.records(20, grid: try Sample.smallGrid()) { statistics.add(record) }
        let analysis = RunAnalysis(statistics)
        #expect(
            analysis.accuracy == nil && AccuracyTable(analysis) == nil && !analysis.summary.oneLine.contains("accuracy")
        )
    }
}
