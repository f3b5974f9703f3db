/// Where a classifier is unsure: the probabilities between which a cascade asks its judge.
package struct CascadeBand: Sendable, Codable, Equatable {
    /// At or below this probability the classifier's `no` stands.
    package let low: Double
    /// At or above this probability the classifier's `yes` stands.
    package let high: Double

    /// A band, 0 <= `low` <= `high` <= 1.
    package init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// Whether the judge is asked.
    package func asks(_ probability: Double) -> Bool { low < probability && probability < high }
}
