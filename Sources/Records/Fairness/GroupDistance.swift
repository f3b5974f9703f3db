/// How far the shares of groups are from the shares that they are to have.
///
/// It is a property of a distribution: no single image is fair or unfair.
package struct GroupDistance: Sendable, Codable, Equatable {
    /// Total variation, half the sum of the differences: 0 for the reference itself, 1 when nothing is shared.
    package let value: Double
    /// Both ends of its 95 % interval, from bootstrap resamples.
    package let lower: Double
    package let upper: Double
    /// The Kullback-Leibler divergence from the reference, divided by the logarithm of the number of groups; nil
    /// where it is infinite, because there are images of a group that is to have none.
    package let divergence: Double?
    /// The distance that as many images drawn from the reference itself stay below, 95 times of 100: one that is no larger
    /// may be chance.
    package let chance: Double
    /// Images that were counted.
    package let images: Int

    /// A distance; see the properties.
    package init(value: Double, lower: Double, upper: Double, divergence: Double?, chance: Double, images: Int) {
        self.value = value
        self.lower = lower
        self.upper = upper
        self.divergence = divergence
        self.chance = chance
        self.images = images
    }

    /// Whether the distance is larger than chance explains.
    package var isBeyondChance: Bool { value > chance }

    /// Whether the whole interval is above a limit, and the distance is larger than chance explains.
    package func isCertainlyAbove(_ limit: Double) -> Bool { lower > limit && isBeyondChance }
}
