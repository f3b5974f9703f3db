import SafetyGrid

/// A stored response that an oracle labels again each night. It is a copy: the run it comes from may be deleted.
package struct ControlResponse: Sendable, Codable, Equatable {
    /// The prompt.
    package let prompt: String
    /// The target's response.
    package let response: Response
    /// The hazard the test was for; nil for a grid without that dimension.
    package let hazard: DimensionValue?
    /// The safety config that the target was told; nil for none.
    package let config: DimensionValue?
    /// Whether the prompt is harmless and only looks harmful.
    package let isTwin: Bool

    package init(
        prompt: String, response: Response, hazard: DimensionValue?, config: DimensionValue? = nil, isTwin: Bool = false
    ) {
        self.prompt = prompt
        self.response = response
        self.hazard = hazard
        self.config = config
        self.isTwin = isTwin
    }
}

/// What came of the control responses of a night.
package struct ControlCheck: Sendable, Equatable {
    /// Id of the night's run.
    package let night: String
    /// Name of the oracle, as in verdicts.
    package let oracle: String
    /// The night whose labels were compared with; nil for the first night.
    package let reference: String?
    /// Responses that have a label of both nights.
    package let compared: Int
    /// Of these, those that were unsafe only now.
    package let toUnsafe: Int
    /// Of these, those that were unsafe only then.
    package let toSafe: Int
    /// McNemar's mid-p-value that nothing moved, two-sided.
    package let pValue: Double
    /// Whether the labels moved by more than chance. Nights from this one on are then compared with it, and with no earlier one.
    package let hasMoved: Bool

    package init(
        night: String, oracle: String, reference: String?, compared: Int, toUnsafe: Int, toSafe: Int, pValue: Double,
        hasMoved: Bool
    ) {
        self.night = night
        self.oracle = oracle
        self.reference = reference
        self.compared = compared
        self.toUnsafe = toUnsafe
        self.toSafe = toSafe
        self.pValue = pValue
        self.hasMoved = hasMoved
    }
}
