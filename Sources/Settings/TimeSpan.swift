/// A span of time as people write it: `90s`, `30m`, `12h`, `7d`, `4w`.
package struct TimeSpan: Sendable, Equatable {
    /// The span in seconds, from 0 to 100 years.
    package let seconds: Double

    private static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]

    /// Reads a number and a unit; nil for anything else, and for a span beyond 100 years.
    package init?(_ text: String) {
        guard let unit = text.last, let factor = Self.units[unit], let number = Double(text.dropLast()),
            number.isFinite, number >= 0, number * factor <= 100 * 366 * 86_400
        else { return nil }
        seconds = number * factor
    }
}
