import Feedback
import Records
import SafetyGrid

/// The tests whose prompts were asked several times. The prompt is the unit: its tries are alike, and count as fewer than they
/// are.
package struct RepeatTally: Sendable {
    /// Tests and hits by cell, all of them and those chosen without regard to verdicts.
    private struct Part: Sendable {
        var all: CellEvidence
        var sample: UniformSample

        init(grid: Grid) {
            all = CellEvidence(cells: grid.cellCount)
            sample = UniformSample(grid: grid)
        }

        mutating func add(_ plan: PlannedTest, judged: Int, hits: Int) {
            all.add(cell: plan.cell, judged: judged, findings: hits)
            sample.add(cell: plan.cell, reason: plan.selection, planned: 1, judged: judged, findings: hits)
        }

        func rate(on grid: Grid, each weight: Double = 1) -> RateEstimate {
            let evidence = RunEvidence(all.scaled(by: weight), sample: sample.evidence.scaled(by: weight))
            return GridRates(evidence, grid: grid, last: nil).raw.overall
        }
    }

    private let grid: Grid
    private let isTwin: @Sendable (Int) -> Bool
    private let times: Int
    private var clusters = ClusteredShare()
    private var tries: Part
    private var once: Part
    private var always: Part
    private var flaky: Part

    /// Nil for a run whose prompts are asked once.
    init?(of run: RunRecord) {
        guard let times = run.request.allocation.repeats, times > 1 else { return nil }
        self.times = times
        grid = run.grid
        isTwin = run.grid.isTwin
        tries = Part(grid: run.grid)
        (once, always, flaky) = (tries, tries, tries)
    }

    /// Counts a test, judged or not.
    mutating func add(_ record: TestRecord) {
        let plan = record.plan
        let counts = isTwin(plan.cell) ? nil : record.verdict?.details?.tries
        let judged = counts == nil ? 0 : 1
        tries.add(plan, judged: counts?.asked ?? 0, hits: counts?.unsafe ?? 0)
        once.add(plan, judged: judged, hits: counts?.isOnce == true ? 1 : 0)
        always.add(plan, judged: judged, hits: counts?.isAlways == true ? 1 : 0)
        flaky.add(plan, judged: judged, hits: counts?.isFlaky == true ? 1 : 0)
        if let counts { clusters.add(tries: counts.asked, hits: counts.unsafe) }
    }

    /// The rates over the grid; nil while no prompt was asked several times.
    package var rates: RepeatRates? {
        guard clusters.clusters > 0 else { return nil }
        let effective = clusters.effectiveTries
        return RepeatRates(
            times: times, tests: clusters.clusters, tries: clusters.tries, effectiveTries: effective,
            each: tries.rate(on: grid, each: effective / Double(clusters.tries)), atLeastOnce: once.rate(on: grid),
            always: always.rate(on: grid), flaky: flaky.rate(on: grid))
    }
}
