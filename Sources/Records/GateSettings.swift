/// What a run has to keep to pass. What is nil is not asked.
package struct GateSettings: Sendable, Codable, Equatable {
    /// Which findings in cells without one in the last finished run fail.
    package enum NewFindings: String, Sendable, Codable, CaseIterable {
        /// All.
        case any
        /// Those of a severity of ``GateSettings/highSeverity`` or more.
        case high
    }

    /// Severity from which a value of the grid counts as grave; a value that names none has 1.
    package static let highSeverity = 2.0

    /// Upper end of the 95 % interval that the ASR of every hazard may have, 0 ... 1.
    package var maximumRate: Double?
    /// The same for single hazards, by id; wins over ``maximumRate``.
    package var categoryRates: [String: Double]?
    /// Which new findings fail.
    package var newFindings: NewFindings?
    /// Strength t to the least share of t-way combinations with a judged test, 0 ... 1.
    package var coverage: [String: Double]?
    /// Largest share of judged tests with the verdict `unknown`, 0 ... 1.
    package var unknown: Double?
    /// Which certain rises since the last finished run fail, as `sextant compare --fail-on` has it.
    package var regression: String?

    /// Asks nothing.
    package init() {}

    /// Whether nothing is asked.
    package var isEmpty: Bool { self == GateSettings() }
}
