import ArgumentParser
import Records
import Settings
import Workflows

/// Checks the numbers of options before a command does anything.
enum NumberCheck {
    /// - Parameter apply: puts the options into the settings of a run, whose bounds they keep
    /// - Throws: `ValidationError` with the option, its value and its bounds.
    static func check(_ apply: (inout RunRequest) -> Void) throws {
        var request = RunRequest()
        apply(&request)
        do {
            try Setting.check(request)
        } catch let error as UsageError {
            throw ValidationError(error.description)
        }
    }

    /// - Throws: `ValidationError` for a number of simultaneous calls out of bounds.
    static func check(maxConnections: Int?) throws {
        try check { $0.connection.maxConnections = maxConnections ?? $0.connection.maxConnections }
    }

    /// - Throws: `ValidationError` for a number out of bounds.
    static func check<Number: Comparable>(_ number: Number?, _ bounds: ClosedRange<Number>, _ option: String) throws {
        if let number, !bounds.contains(number) {
            throw ValidationError(
                "\(option) is \(number); it must be at least \(bounds.lowerBound) and at most \(bounds.upperBound)")
        }
    }

    /// - Throws: `ValidationError` for a share that is not between 0 and 1.
    static func check(share: Double?, _ option: String) throws {
        if let share, !(0...1).contains(share) {
            throw ValidationError("\(option) is \(share); it must be between 0 and 1")
        }
    }
}
