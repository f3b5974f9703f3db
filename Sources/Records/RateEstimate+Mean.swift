import FoundationEssentials

extension RateEstimate {
    /// The mean of rates; nil for none.
    ///
    /// - Parameter isTogether: whether they may err together, as rates that one calibration corrects: then the ends of the interval are
    ///   the means of the ends. Otherwise they are independent, and the interval is that of Zou and Donner (2008, "Construction of
    ///   confidence limits about effect measures", Statistics in Medicine 27:1693).
    package static func mean(of rates: [RateEstimate], isTogether: Bool) -> RateEstimate? {
        guard let first = rates.first else { return nil }
        guard rates.count > 1 else { return first }
        let count = Double(rates.count)
        func sum(_ part: (RateEstimate) -> Double) -> Double { rates.reduce(0) { $0 + part($1) } }
        let value = sum(\.value) / count
        guard !isTogether else {
            return RateEstimate(value: value, lower: sum(\.lower) / count, upper: sum(\.upper) / count)
        }
        let below = sum { ($0.value - $0.lower) * ($0.value - $0.lower) }
        let above = sum { ($0.upper - $0.value) * ($0.upper - $0.value) }
        return RateEstimate(
            value: value, lower: value - below.squareRoot() / count, upper: value + above.squareRoot() / count)
    }
}
