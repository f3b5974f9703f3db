import Feedback
import Foundations
import Records
import SafetyGrid
import Storage

/// Puts the targets of a league side by side.
package struct LeagueAnalyst: Sendable {
    private let store: any Store

    package init(store: any Store) { self.store = store }

    /// What the tests of one run say.
    private struct Sums: Sendable {
        var unsafe: [Int: Bool] = [:]
        var cost: Double?
        var milliseconds: [Double] = []

        mutating func add(_ record: TestRecord, isTwin: Bool) {
            if let verdict = record.verdict, !isTwin { unsafe[record.plan.ordinal] = verdict.label == .unsafe }
            guard let response = record.response else { return }
            if let cost = response.cost, !response.isCached { self.cost = (self.cost ?? 0) + cost }
            if let time = record.timings.executeMS, !response.isCached { milliseconds.append(time) }
        }

        var median: Double? {
            guard !milliseconds.isEmpty else { return nil }
            let sorted = milliseconds.sorted()
            return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        }
    }

    /// The table of a league's runs.
    ///
    /// - Parameter runs: its runs, on one grid, in order of their places
    /// - Throws: the store's errors.
    package func table(of runs: [RunRecord]) async throws -> LeagueTable {
        let read = try await runs.concurrentMap(limit: 2) { run in
            let analysis = try await RunAnalyst(store: store).analysisWithoutTexts(of: run)
            var sums = Sums()
            let isTwin = run.grid.isTwin
            for try await page in store.tests(in: run.id) {
                for record in page { sums.add(record, isTwin: isTwin(record.plan.cell)) }
            }
            return (analysis: analysis, sums: sums)
        }
        // Rates of two kinds are not compared.
        let isCorrected = read.allSatisfy { $0.analysis.gridRates?.corrected.overall != nil }
        func rate(_ analysis: RunAnalysis) -> RateEstimate? {
            isCorrected ? analysis.gridRates?.corrected.overall : analysis.rate.estimate
        }
        let sorted = read.enumerated().sorted {
            (rate($0.element.analysis)?.value ?? 2, $0.offset) < (rate($1.element.analysis)?.value ?? 2, $1.offset)
        }.map(\.element)
        let last = sorted.flatMap(\.sums.unsafe.keys).max() ?? -1
        let comparison = LeagueComparison(
            sorted.map { one in (0..<(last + 1)).map { one.sums.unsafe[$0] } })
        let letters = comparison.letters(order: Array(sorted.indices))
        let entries = zip(sorted, letters).map { one, group in
            LeagueTable.Entry(
                run: one.analysis.run, isSimulated: one.analysis.simulated, judged: one.analysis.judgedForHarm,
                failed: one.analysis.failed, asr: rate(one.analysis), overRefusal: one.analysis.overRefusals.rate,
                cost: one.sums.cost, seconds: one.sums.median.map { $0 / 1000 }, group: group)
        }
        return LeagueTable(entries: entries, pairs: comparison.pairs, isCorrected: isCorrected)
    }
}
