/// The share of items that were solved, with what blind choice and a reference reach on the same ones.
package struct ItemAccuracy: Sendable, Codable, Equatable {
    /// Items with a verdict.
    package let asked: Int
    /// Items that were solved.
    package let right: Int
    /// Items from whose responses no solution could be read; they count as not solved.
    package let unreadable: Int
    /// Share of solved items, with its 95 % interval.
    package let rate: RateEstimate
    /// Share that blind choice solves on average, 0 ... 1.
    package let chance: Double
    /// Share that the reference solves; nil without one.
    package let reference: Double?

    package init(asked: Int, right: Int, unreadable: Int, rate: RateEstimate, chance: Double, reference: Double?) {
        self.asked = asked
        self.right = right
        self.unreadable = unreadable
        self.rate = rate
        self.chance = chance
        self.reference = reference
    }

    /// Whether the interval is above what chance gives.
    package var isAboveChance: Bool { rate.lower > chance }

    /// Whether the interval is below the reference; false without one.
    package var isBelowReference: Bool { reference.map { rate.upper < $0 } ?? false }
}

/// How much the choice of a letter depends on its place, over items with one right option.
package struct PositionBias: Sendable, Codable, Equatable {
    /// A place in the order of options.
    package struct Place: Sendable, Codable, Equatable {
        /// Its letter.
        package let letter: String
        /// Items whose right option stood here.
        package let shown: Int
        /// Those of them that were solved.
        package let solved: Int
        /// Items in which this letter was chosen.
        package let chosen: Int

        package init(letter: String, shown: Int, solved: Int, chosen: Int) {
            self.letter = letter
            self.shown = shown
            self.solved = solved
            self.chosen = chosen
        }

        /// Share of the items with the right option here that were solved; nil without any.
        package var recall: Double? { shown == 0 ? nil : Double(solved) / Double(shown) }
    }

    /// The places that options stood at, in order.
    package let places: [Place]

    package init(places: [Place]) { self.places = places }

    /// Standard deviation of the recall over places (Zheng et al. 2024, "Large language models are not robust multiple choice
    /// selectors", arXiv:2309.03882); nil with fewer than two places that have one.
    package var recallDeviation: Double? {
        let recalls = places.compactMap(\.recall)
        guard recalls.count > 1 else { return nil }
        let mean = recalls.reduce(0, +) / Double(recalls.count)
        return (recalls.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(recalls.count)).squareRoot()
    }

    /// The deviation that chance alone gives a target without any bias, as the root of the mean variance of the recalls.
    package var expectedDeviation: Double? {
        let counted = places.filter { $0.shown > 0 }
        let shown = counted.reduce(0) { $0 + $1.shown }
        guard counted.count > 1, shown > 0 else { return nil }
        let rate = Double(counted.reduce(0) { $0 + $1.solved }) / Double(shown)
        let variances = counted.map { rate * (1 - rate) / Double($0.shown) }
        let places = Double(counted.count)
        return (variances.reduce(0, +) / places * (places - 1) / places).squareRoot()
    }
}
