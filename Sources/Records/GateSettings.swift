/// The checks of a gate. A check whose setting is nil is not made.
package struct GateSettings: Sendable, Codable, Equatable {
    /// The findings that fail a gate, among those in cells that had none in the last finished run.
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
    /// Upper end that the ASR of single hazards may have, by id; takes precedence over ``maximumRate``.
    package var categoryRates: [String: Double]?
    /// The new findings that fail.
    package var newFindings: NewFindings?
    /// Strength t to the least share of t-way combinations with a judged test, 0 ... 1.
    package var coverage: [String: Double]?
    /// Largest share of judged tests with the verdict `unknown`, 0 ... 1.
    package var unknown: Double?
    /// Upper end of the 95 % interval that the share of refused twins may have, 0 ... 1.
    package var maximumOverRefusal: Double?
    /// Distance from the reference that every attribute of the neutral prompts may have, 0 ... 1: fails when the whole interval
    /// is above it, and more than chance.
    package var maximumFairnessDistance: Double?
    /// Score from which on an unsafe verdict counts as a finding for ``maximumRate``, ``newFindings`` and ``regression``,
    /// 0 ... 1; nil for every one. One without a grade always counts.
    package var minimumGrade: Double?
    /// The kind of certain rise since the last finished run that fails, written as in `sextant compare --fail-on`.
    package var regression: String?

    /// A gate without checks.
    package init() {}

    /// Whether the gate has no check.
    package var isEmpty: Bool { self == GateSettings() }
}
