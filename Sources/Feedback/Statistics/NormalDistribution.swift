import Foundation

/// The standard normal distribution.
package enum NormalDistribution {
    /// The value that a standard normal variate is under with the chance `share`, over 0 and under 1: to 1e-12.
    package static func quantile(_ share: Double) -> Double {
        var (low, high) = (-40.0, 40.0)
        while high - low > 1e-12 {
            let middle = (low + high) / 2
            if erfc(-middle / 2.0.squareRoot()) / 2 < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
