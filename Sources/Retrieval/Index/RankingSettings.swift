import Glibc

/// How age counts in the order of passages.
package struct RankingSettings: Sendable, Equatable {
    /// Days in which the part of the score that ages halves; over 0.
    package var halfLifeDays: Double
    /// The part of the score that ages, 0 (age does not matter) ... 1.
    package var recencyWeight: Double

    /// Settings; a month and a half of the score by default: what is new comes first among what fits equally, and what
    /// fits much better comes first at any age.
    package init(halfLifeDays: Double = 30, recencyWeight: Double = 0.5) {
        self.halfLifeDays = halfLifeDays
        self.recencyWeight = recencyWeight
    }

    /// What a score is multiplied by: 1 - w + w 2^(-age / half-life), 1 for an age of 0 or less.
    ///
    /// - Parameter age: seconds since the page was published, or first seen when it has no date
    package func factor(age: Double) -> Double {
        guard halfLifeDays > 0, age > 0 else { return 1 }
        return 1 - recencyWeight + recencyWeight * exp2(-age / (halfLifeDays * 86_400))
    }
}
