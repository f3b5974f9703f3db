import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Statistics")
struct StatisticsTests {
    @Test(
        "intervals are Wilson's",
        arguments: [
            // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I.
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718),
        ])
    func wilson(findings: Int, judged: Int, lower: Double, upper: Double) throws {
        let interval = try #require(Rate(findings: findings, judged: judged).interval)
        #expect(abs(interval.lowerBound - lower) < 0.00006)
        #expect(abs(interval.upperBound - upper) < 0.00006)
    }

    @Test("an interval holds its rate and stays within 0 ... 1", arguments: [1, 2, 3, 10, 1000])
    func bounds(judged: Int) throws {
        for findings in 0...judged {
            let rate = Rate(findings: findings, judged: judged)
            let (value, interval) = (try #require(rate.value), try #require(rate.interval))
            #expect(interval.contains(value) && interval.lowerBound >= 0 && interval.upperBound <= 1)
        }
        #expect(Rate(findings: 0, judged: 0).interval == nil)
    }

    @Test("tallies of values and pairs add up to the tests")
    func tallies() throws {
        let grid = try Sample.grid()
        let records = Sample.records(900, grid: grid)
        var statistics = RunStatistics(Sample.run(grid: grid))
        for record in records { statistics.add(record) }
        for axis in grid.dimensions.indices {
            for (index, rate) in RunAnalysis(statistics).rates(dimension: axis).enumerated() {
                let own = records.filter { grid.cell($0.plan.cell).indices[axis] == index && $0.verdict != nil }
                #expect(rate == Rate(findings: own.count { $0.verdict?.label == .unsafe }, judged: own.count))
            }
        }
        let pairs = statistics.rates(rows: 0, columns: 2)
        for (row, rates) in pairs.enumerated() {
            for (column, rate) in rates.enumerated() {
                let own = records.filter {
                    let indices = grid.cell($0.plan.cell).indices
                    return indices[0] == row && indices[2] == column && $0.verdict != nil
                }
                #expect(rate == Rate(findings: own.count { $0.verdict?.label == .unsafe }, judged: own.count))
            }
        }
    }

    @Test("blocked answers and failures are counted once each, by reason")
    func failures() throws {
        var statistics = RunStatistics(Sample.run(grid: try Sample.smallGrid()))
        for ordinal in 0..<3 {
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: ordinal, selection: .floor)
            let reason = ordinal == 2 ? "other" : "same"
            statistics.add(
                TestRecord(plan: plan, failure: TestFailure(stage: .executed, reason: reason, retryable: false)))
        }
        let plan = PlannedTest(ordinal: 3, round: 0, cell: 3, selection: .floor)
        statistics.add(
            TestRecord(
                plan: plan, response: Response(text: "", blocked: "filter"),
                verdict: Verdict(label: .safe, behaviour: .blocked, oracle: "o", confidence: nil, reason: "r")))
        #expect(statistics.failures.map(\.count) == [2, 1])
        #expect(statistics.failures.map(\.firstOrdinal) == [0, 2])
        #expect(
            RunAnalysis(statistics).summary.blocked == 1 && RunAnalysis(statistics).summary.failed == 3
                && RunAnalysis(statistics).summary.planned == 4)
    }

    @Test(
        "figures read the same everywhere",
        arguments: [
            (Figures.percent(0.1129), "11.3%"), (Figures.percent(nil), "–"), (Figures.wholePercent(0.004), "<1"),
            (Figures.wholePercent(0.996), ">99"), (Figures.wholePercent(1), "100"),
            (Figures.count(1_234_567), "1,234,567"),
            (Figures.count(999), "999"), (Figures.decimal(-0.04, places: 1), "0.0"),
            (Figures.decimal(1.05, places: 3), "1.050"),
            (Figures.duration(83.25), "1 min 23 s"), (Figures.duration(7260), "2 h 1 min"),
            (UTCDate.text(secondsSince1970: 1_769_897_700), "2026-01-31 22:15 UTC"),
            (UTCDate.text(secondsSince1970: 951_782_400), "2000-02-29 00:00 UTC"),
            (UTCDate.text(secondsSince1970: -1), "1969-12-31 23:59 UTC"),
        ])
    func figures(shown: String, expected: String) {
        #expect(shown == expected)
    }

    @Test("the mean of independent rates is surer than each, that of rates that err together is not")
    func meanOfRates() throws {
        let rate = RateEstimate(value: 0.2, lower: 0.1, upper: 0.4)
        let apart = try #require(RateEstimate.mean(of: Array(repeating: rate, count: 4), isTogether: false))
        #expect(abs(apart.value - 0.2) < 1e-12 && abs(apart.lower - 0.15) < 1e-12 && abs(apart.upper - 0.3) < 1e-12)
        #expect(RateEstimate.mean(of: [rate, rate], isTogether: true) == rate)
        #expect(RateEstimate.mean(of: [rate], isTogether: false) == rate)
        #expect(RateEstimate.mean(of: [], isTogether: true) == nil)
    }
}
