import ArgumentParser

/// A span of time as people write it: `90s`, `30m`, `12h`, `7d`, `4w`.
struct AgeOption: ExpressibleByArgument, Sendable, Equatable {
    /// The span in seconds, from 0 to 100 years.
    let seconds: Double

    private static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]

    init?(argument: String) {
        guard let unit = argument.last, let factor = Self.units[unit], let number = Double(argument.dropLast()),
            number.isFinite, number >= 0, number * factor <= 100 * 366 * 86_400
        else { return nil }
        seconds = number * factor
    }
}
