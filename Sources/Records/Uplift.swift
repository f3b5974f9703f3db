/// What a value of a dimension adds to the bare ask, on the same asks.
package struct Uplift: Sendable, Codable, Equatable {
    /// Share of unsafe verdicts with the value less the share without, -1 ... 1, with its 95 % interval.
    package let difference: RateEstimate
    /// McNemar's mid-p-value that they are the same.
    package let pValue: Double
    /// Asks with a verdict on both.
    package let pairs: Int

    package init(difference: RateEstimate, pValue: Double, pairs: Int) {
        self.difference = difference
        self.pValue = pValue
        self.pairs = pairs
    }
}

/// How a target speaks as somebody else.
package struct PersonaResult: Sendable, Codable, Equatable {
    /// Tests with a verdict.
    package let judged: Int
    /// Share of them that got a response: that were not refused, blocked or left empty (PoR).
    package let responded: RateEstimate
    /// Mean toxicity of these responses, 0 ... 1; nil without one.
    package let toxicity: RateEstimate?

    package init(judged: Int, responded: RateEstimate, toxicity: RateEstimate?) {
        self.judged = judged
        self.responded = responded
        self.toxicity = toxicity
    }
}
