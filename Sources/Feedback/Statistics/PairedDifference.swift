import Foundation

/// The difference of two rates on the same cases.
package struct PairedDifference: Sendable, Equatable {
    /// Cases in which both are unsafe, only the first, only the second, and neither.
    package private(set) var both = 0
    package private(set) var first = 0
    package private(set) var second = 0
    package private(set) var neither = 0

    /// No case yet.
    package init() {}

    /// Adds a case.
    package mutating func add(first: Bool, second: Bool) {
        switch (first, second) {
        case (true, true): both += 1
        case (true, false): self.first += 1
        case (false, true): self.second += 1
        case (false, false): neither += 1
        }
    }

    /// Cases.
    package var count: Int { both + first + second + neither }

    /// The first rate less the second, -1 ... 1; nil without a case.
    package var value: Double? { count == 0 ? nil : Double(first - second) / Double(count) }

    /// The 95 % interval of ``value``: Wald's after half a case is added to each of the four counts (Agresti and Min 2005,
    /// "Simple improved confidence intervals for comparing matched proportions", Statistics in Medicine 24).
    package var interval: ClosedRange<Double>? {
        guard count > 0 else { return nil }
        let (only, other, all) = (Double(first) + 0.5, Double(second) + 0.5, Double(count) + 2)
        let centre = (only - other) / all
        let spread = 1.959963984540054 * (only + other - (only - other) * (only - other) / all).squareRoot() / all
        return max(-1, centre - spread)...min(1, centre + spread)
    }

    /// McNemar's exact p-value that the two rates are the same, two-sided.
    package var pValue: Double {
        min(1, 2 * ExactTests.mcNemar(worse: max(first, second), better: min(first, second)))
    }
}
