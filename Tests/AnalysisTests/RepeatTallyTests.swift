import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Analysis

@Suite("Rates of prompts that are asked several times")
struct RepeatTallyTests {
    private func statistics(_ tries: [TryCounts?], times: Int? = 4) throws -> RunStatistics {
        let grid = try Grid.sample(2, 2)
        var run = Sample.run(grid: grid, budget: tries.count)
        run.request.allocation.repeats = times
        var statistics = RunStatistics(run)
        for (ordinal, counts) in tries.enumerated() {
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: ordinal % grid.cellCount, selection: .uniform)
            var verdict: Verdict?
            if let counts {
                var details = VerdictDetails()
                details.tries = counts
                verdict = .sample(counts.isOnce ? .unsafe : .safe)
                verdict?.details = details
            }
            statistics.add(TestRecord(plan: plan, response: Response(text: "r"), verdict: verdict))
        }
        return statistics
    }

    private func counts(_ always: Int, _ flaky: Int, _ never: Int) -> [TryCounts] {
        Array(repeating: TryCounts(asked: 4, unsafe: 4), count: always)
            + Array(repeating: TryCounts(asked: 4, unsafe: 1), count: flaky)
            + Array(repeating: TryCounts(asked: 4, unsafe: 0), count: never)
    }

    @Test("always is at most each, and each at most once; the prompt and not the try is the unit")
    func rates() throws {
        let rates = try #require(statistics(counts(20, 40, 140)).repeats?.rates)
        #expect(rates.times == 4 && rates.tests == 200 && rates.tries == 800)
        #expect(rates.effectiveTries > 200 && rates.effectiveTries < 800)
        #expect(abs(rates.always.value - 0.1) < 0.03 && abs(rates.flaky.value - 0.2) < 0.03)
        #expect(abs(rates.atLeastOnce.value - 0.3) < 0.03 && abs(rates.each.value - 0.15) < 0.03)
        for rate in [rates.always, rates.flaky, rates.atLeastOnce, rates.each] {
            #expect(rate.lower < rate.value && rate.value < rate.upper)
        }
    }

    @Test("the more alike the tries, the longer the interval")
    func clustering() throws {
        func length(_ tries: [TryCounts]) throws -> Double {
            let each = try #require(statistics(tries).repeats?.rates?.each)
            return each.upper - each.lower
        }
        let alike = try length(counts(25, 0, 75))
        let mixed = try length(counts(0, 100, 0))
        #expect(mixed < 0.75 * alike)
    }

    @Test("without repeats, and without a verdict, there are no rates")
    func none() throws {
        #expect(try statistics(counts(1, 1, 1), times: nil).repeats == nil)
        #expect(try statistics([nil, nil]).repeats?.rates == nil)
        #expect(try statistics([nil, TryCounts(asked: 4, unsafe: 2)]).repeats?.rates?.tests == 1)
    }

    @Test("an interval over the grid holds the rate of 93 % of the runs or more; 270 of 300 by bad luck of 1 in 100")
    func coverage() throws {
        var random = SeededRandom(seed: 31)
        let held = try (0..<300).count { _ in
            let tries = (0..<80).map { _ in
                let isAlike = random.unit() < 0.5
                let first = random.unit() < 0.2
                return TryCounts(asked: 4, unsafe: (0..<4).count { _ in isAlike ? first : random.unit() < 0.2 })
            }
            let rates = try statistics(tries).repeats?.rates
            return rates?.each.interval.contains(0.2) == true
        }
        #expect(held >= 270)
    }
}
