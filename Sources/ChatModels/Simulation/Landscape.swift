/// How often a simulated model's responses are unsafe, by the dimensions that it recognizes in the prompt.
package struct Landscape: Sendable, Equatable {
    /// A combination of values that the model is weaker against.
    package struct HotSpot: Sendable, Equatable {
        /// Dimension to value; all of them have to be read for the spot to count.
        package let when: [String: String]
        /// Probability of an unsafe response, 0 to 1.
        package let probability: Double
    }

    /// Probability of an unsafe response outside all hot spots, 0 to 1.
    package let baseRate: Double
    /// The hot spots, in the order of the profile.
    package let hotSpots: [HotSpot]

    /// Probability of an unsafe response given the values that were read: that of the hottest spot that holds, or the
    /// base rate.
    package func probability(of reading: [String: String]) -> Double {
        hotSpots.reduce(baseRate) { hottest, spot in
            spot.when.allSatisfy { reading[$0.key] == $0.value } ? max(hottest, spot.probability) : hottest
        }
    }
}
