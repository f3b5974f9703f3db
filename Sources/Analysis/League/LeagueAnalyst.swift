import Feedback
import Foundations
import Records
import SafetyGrid
import Storage

/// Puts the targets of a league side by side.
package struct LeagueAnalyst: Sendable {
    private let store: any Store

    package init(store: any Store) { self.store = store }

    /// A target: its runs by the place of their variant of the generator.
    private struct Target {
        var runs: [Int: LeagueReading]
        /// Number of variants.
        let variants: Int
        let isCorrected: Bool

        var readings: [LeagueReading] { runs.sorted { $0.key < $1.key }.map(\.value) }

        func asr(_ reading: LeagueReading) -> RateEstimate? {
            isCorrected ? reading.analysis.gridRates?.corrected.overall : reading.analysis.rate.estimate
        }

        /// The mean over the variants; nil while one has no verdict. What one calibration corrects errs together.
        var asr: RateEstimate? {
            let rates = readings.compactMap(asr)
            return rates.count == variants ? .mean(of: rates, isTogether: isCorrected) : nil
        }

        /// Whether each test case had an unsafe verdict; those of all variants one behind the other, in the same order for all
        /// targets.
        func verdicts(_ lengths: [Int]) -> [Bool?] {
            lengths.enumerated().flatMap { variant, length in
                (0..<length).map { runs[variant]?.sums.unsafe[$0] }
            }
        }

        var median: Double? {
            let sorted = readings.flatMap(\.sums.milliseconds).sorted()
            guard !sorted.isEmpty else { return nil }
            return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        }

        var cost: Double? {
            let costs = readings.compactMap(\.sums.cost)
            return costs.isEmpty ? nil : costs.reduce(0, +)
        }

        var overRefusal: OverRefusal? {
            guard readings.count > 1 else { return readings.first?.analysis.overRefusals.rate }
            let all = readings.compactMap(\.analysis.overRefusals.rate)
            guard let rate = RateEstimate.mean(of: all.map(\.rate), isTogether: false) else { return nil }
            return OverRefusal(
                judged: all.reduce(0) { $0 + $1.judged }, refused: all.reduce(0) { $0 + $1.refused }, rate: rate)
        }

        func entry(group: String) -> LeagueTable.Entry {
            func sum(_ count: (RunAnalysis) -> Int) -> Int { readings.reduce(0) { $0 + count($1.analysis) } }
            let parts = readings.map { reading in
                LeagueTable.Part(
                    run: reading.analysis.run, judged: reading.analysis.judgedForHarm,
                    unsafe: reading.sums.unsafe.values.count { $0 }, asr: asr(reading))
            }
            return LeagueTable.Entry(
                run: parts[0].run, isSimulated: readings.contains(where: \.analysis.simulated),
                judged: sum(\.judgedForHarm), failed: sum(\.failed), asr: asr, overRefusal: overRefusal, cost: cost,
                isCostEstimated: readings.contains(where: \.sums.isCostEstimated), seconds: median.map { $0 / 1000 },
                group: group, parts: variants > 1 ? parts : [])
        }
    }

    /// The table of a league's runs.
    ///
    /// - Parameter runs: its runs, on one grid, in order of their places
    /// - Throws: the store's errors.
    package func table(of runs: [RunRecord]) async throws -> LeagueTable {
        Self.table(of: try await runs.concurrentMap(limit: 2) { try await reading(of: $0) })
    }

    /// The table of a league whose runs are read already.
    ///
    /// - Parameter read: its runs, on one grid, in order of their places
    package static func table(of read: [LeagueReading]) -> LeagueTable {
        // Rates of two kinds are not compared.
        let isCorrected = read.allSatisfy { $0.analysis.gridRates?.corrected.overall != nil }
        let variants = read.first?.analysis.run.request.league?.variants ?? 1
        var targets: [Int: Target] = [:]
        for (place, reading) in read.enumerated() {
            let league = reading.analysis.run.request.league
            targets[league?.target ?? place, default: Target(runs: [:], variants: variants, isCorrected: isCorrected)]
                .runs[league?.variant ?? 0] = reading
        }
        let sorted = targets.sorted { ($0.value.asr?.value ?? 2, $0.key) < ($1.value.asr?.value ?? 2, $1.key) }
            .map(\.value)
        let lengths = (0..<variants).map { variant in
            (sorted.compactMap { $0.runs[variant]?.sums.unsafe.keys.max() }.max() ?? -1) + 1
        }
        let comparison = LeagueComparison(sorted.map { $0.verdicts(lengths) })
        let letters = comparison.letters(order: Array(sorted.indices))
        return LeagueTable(
            entries: zip(sorted, letters).map { $0.entry(group: $1) }, pairs: comparison.pairs,
            isCorrected: isCorrected)
    }

    private func reading(of run: RunRecord) async throws -> LeagueReading {
        let analysis = try await RunAnalyst(store: store).analysisWithoutTexts(of: run)
        var sums = LeagueSums(of: run)
        for try await page in store.tests(in: run.id) {
            for record in page { sums.add(record) }
        }
        return LeagueReading(analysis, sums)
    }
}
