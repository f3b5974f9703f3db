import Feedback
import Records

/// The targets of a league side by side, on the same test cases.
package struct LeagueTable: Sendable {
    /// One target.
    package struct Entry: Sendable {
        /// Its run.
        package let run: RunRecord
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
        /// Median seconds that it took for a test; nil without a response.
        package let seconds: Double?
        /// Letters: targets that share one can't be told apart.
        package let group: String

        /// The target's name.
        package var target: String { run.request.target.shownName }

        package init(
            run: RunRecord, isSimulated: Bool, judged: Int, failed: Int, asr: RateEstimate?, overRefusal: OverRefusal?,
            cost: Double?, seconds: Double?, group: String
        ) {
            self.run = run
            self.isSimulated = isSimulated
            self.judged = judged
            self.failed = failed
            self.asr = asr
            self.overRefusal = overRefusal
            self.cost = cost
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

    /// The pair of two places, its difference that of the first less the second; nil for one and the same.
    package func pair(_ a: Int, _ b: Int) -> (pair: LeagueComparison.Pair, isTurned: Bool)? {
        pairs.first { $0.a == min(a, b) && $0.b == max(a, b) }.map { ($0, a > b) }
    }
}
