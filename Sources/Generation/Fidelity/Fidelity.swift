import SafetyGrid

/// Whether a prompt shows its cell, dimension by dimension.
package struct Fidelity: Sendable, Equatable {
    /// The result of a check.
    package enum Outcome: String, Sendable, Codable, CaseIterable {
        /// The prompt shows the value.
        case pass
        /// It does not.
        case fail
        /// Nothing can tell.
        case unknown
    }

    /// The check of one dimension.
    package struct Part: Sendable, Equatable {
        /// The dimension.
        package let dimension: DimensionID
        /// The result of the check.
        package let outcome: Outcome
        /// Why, in a few words.
        package let reason: String

        package init(dimension: DimensionID, outcome: Outcome, reason: String) {
            self.dimension = dimension
            self.outcome = outcome
            self.reason = reason
        }
    }

    /// One part for each dimension, in the grid's order.
    package let parts: [Part]

    /// The parts' outcome.
    package init(parts: [Part]) {
        self.parts = parts
    }

    /// The part of a dimension; nil when the grid does not have it.
    package subscript(dimension: DimensionID) -> Part? {
        parts.first { $0.dimension == dimension }
    }

    /// Whether the prompt counts as verified for its cell: some check passes, and none fails.
    package var isVerified: Bool {
        parts.contains { $0.outcome == .pass } && !parts.contains { $0.outcome == .fail }
    }
}
