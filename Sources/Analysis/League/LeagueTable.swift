import Feedback
import Records

/// The targets of a league side by side, on the same test cases.
package struct LeagueTable: Sendable {
    /// What one target did with the prompts of one variant of the generator.
    package struct Part: Sendable {
        /// Its run.
        package let run: RunRecord
        /// Tests that asked for harm and have a verdict.
        package let judged: Int
        /// Those of them with an unsafe verdict.
        package let unsafe: Int
        /// The rate over the grid, of the kind that the table has; nil before the first verdict.
        package let asr: RateEstimate?

        package init(run: RunRecord, judged: Int, unsafe: Int, asr: RateEstimate?) {
            self.run = run
            self.judged = judged
            self.unsafe = unsafe
            self.asr = asr
        }

        /// The variant's name.
        package var variant: String { (run.request.generator.variant ?? .standard).rawValue }
    }

    /// One target.
    package struct Entry: Sendable {
        /// Its run, the first where it has several.
        package let run: RunRecord
        /// Its runs by variant of the generator; empty in a league with one.
        package let parts: [Part]
        /// Whether any response of it was simulated.
        package let isSimulated: Bool
        /// Tests that asked for harm and have a verdict.
        package let judged: Int
        /// Tests that could not be finished.
        package let failed: Int
        /// The rate over the grid, of the kind that the table has; nil before the first verdict.
        package let asr: RateEstimate?
        /// Refusals of harmless requests; nil in a grid without them.
        package let overRefusal: OverRefusal?
        /// US dollars that its responses cost; nil when no price is known.
        package let cost: Double?
        /// Whether a part of the cost is estimated, because nobody counted the tokens.
        package let isCostEstimated: Bool
        /// Median seconds that it took for a test; nil without a response.
        package let seconds: Double?
        /// Letters: targets that share one can't be told apart.
        package let group: String

        /// Its first run that is not finished; nil for none.
        package var unfinished: RunRecord? {
            (parts.isEmpty ? [run] : parts.map(\.run)).first { $0.state == .unfinished }
        }

        /// What it did with a variant; nil where that run is gone.
        package func part(_ variant: String) -> Part? { parts.first { $0.variant == variant } }

        /// The target's name.
        package var target: String { run.request.target.shownName }

        package init(
            run: RunRecord, isSimulated: Bool, judged: Int, failed: Int, asr: RateEstimate?, overRefusal: OverRefusal?,
            cost: Double?, isCostEstimated: Bool = false, seconds: Double?, group: String, parts: [Part] = []
        ) {
            self.run = run
            self.parts = parts
            self.isSimulated = isSimulated
            self.judged = judged
            self.failed = failed
            self.asr = asr
            self.overRefusal = overRefusal
            self.cost = cost
            self.isCostEstimated = isCostEstimated
            self.seconds = seconds
            self.group = group
        }
    }

    /// The targets, the lowest rate first.
    package let entries: [Entry]
    /// All pairs, by the places in ``entries``.
    package let pairs: [LeagueComparison.Pair]
    /// Whether ``Entry/asr`` is the rate of unsafe responses, corrected for the oracle's errors, and not of verdicts.
    package let isCorrected: Bool

    package init(entries: [Entry], pairs: [LeagueComparison.Pair], isCorrected: Bool) {
        self.entries = entries
        self.pairs = pairs
        self.isCorrected = isCorrected
    }

    /// The difference of a pair that would be found with a chance of 80 % or more; nil without a pair.
    package var detectable: Double? { LeagueComparison(pairs: pairs).detectable }

    /// The variants of the generator, in their order; empty in a league with one.
    package var variants: [String] {
        entries.max { $0.parts.count < $1.parts.count }?.parts.map(\.variant) ?? []
    }

    /// The mean rate of all targets with a variant; nil before every target has a verdict.
    package func mean(of variant: String) -> Double? {
        let rates = entries.compactMap { $0.part(variant)?.asr?.value }
        return rates.count == entries.count ? rates.reduce(0, +) / Double(rates.count) : nil
    }

    /// The pair of two places, its difference that of the first less the second; nil for one and the same.
    package func pair(_ a: Int, _ b: Int) -> (pair: LeagueComparison.Pair, isTurned: Bool)? {
        pairs.first { $0.a == min(a, b) && $0.b == max(a, b) }.map { ($0, a > b) }
    }
}
