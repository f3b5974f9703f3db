/// A rate and how sure one can be of it.
package struct RateEstimate: Sendable, Codable, Equatable {
    /// The 97.5 % quantile of the normal distribution, which gives a 95 % interval.
    package static let quantile = 1.959963984540054

    /// The estimate, 0 ... 1.
    package let value: Double
    /// Lower end of the 95 % interval.
    package let lower: Double
    /// Upper end of the 95 % interval.
    package let upper: Double

    package init(value: Double, lower: Double, upper: Double) {
        self.value = value
        self.lower = lower
        self.upper = upper
    }

    /// The 95 % interval.
    package var interval: ClosedRange<Double> { lower...upper }

    /// Width of the interval.
    package var width: Double { upper - lower }
}
