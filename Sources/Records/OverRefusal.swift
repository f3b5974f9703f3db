/// How often a target refuses harmless requests that look harmful.
package struct OverRefusal: Sendable, Codable, Equatable {
    /// Twins with a verdict.
    package let judged: Int
    /// Those of them that were refused, wholly or in part, or blocked.
    package let refused: Int
    /// Their share, with its 95 % interval.
    package let rate: RateEstimate

    package init(judged: Int, refused: Int, rate: RateEstimate) {
        self.judged = judged
        self.refused = refused
        self.rate = rate
    }
}

extension TestRecord {
    /// The kind of finding that a refused twin is, as exports write it.
    package static let overRefusal = "over_refusal"
}

extension Verdict {
    /// Whether the verdict tells if the request was met: without a label nobody knows, unless it was.
    package var tellsOfRefusal: Bool { label != .unknown || behaviour == .compliance }

    /// Whether it tells that the request was not met, or not wholly: an over-refusal, where help was expected.
    package var tellsThatRefused: Bool { tellsOfRefusal && behaviour.isRefusal }
}
