import Foundation
import Foundations
import SafetyGrid

/// The Beta distribution: the uncertainty of a rate after some successes and failures.
package struct BetaDistribution: Sendable, Equatable {
    /// First shape, above 0.
    package let alpha: Double
    /// Second shape, above 0.
    package let beta: Double

    /// A distribution with the given shapes, both above 0.
    package init(alpha: Double, beta: Double) {
        precondition(alpha > 0 && beta > 0, "shapes must be positive")
        self.alpha = alpha
        self.beta = beta
    }

    /// Mean, alpha / (alpha + beta).
    package var mean: Double { alpha / (alpha + beta) }

    /// A random value in [0, 1], as the ratio of two Gamma variates.
    package func sample(using random: inout SeededRandom) -> Double {
        let first = Self.logGamma(shape: alpha, using: &random)
        let second = Self.logGamma(shape: beta, using: &random)
        return 1 / (1 + exp(second - first))
    }

    /// Logarithm of a Gamma variate of unit scale (Marsaglia and Tsang 2000, "A simple method for generating gamma
    /// variables", with their boost for shapes below 1); the logarithm keeps tiny shapes from underflowing.
    private static func logGamma(shape: Double, using random: inout SeededRandom) -> Double {
        if shape < 1 {
            return logGamma(shape: shape + 1, using: &random) + log(1 - random.unit()) / shape
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = random.normal()
            let v = 1 + c * x
            guard v > 0 else { continue }
            let cube = v * v * v
            if log(1 - random.unit()) < 0.5 * x * x + d * (1 - cube + log(cube)) {
                return log(d * cube)
            }
        }
    }
}
