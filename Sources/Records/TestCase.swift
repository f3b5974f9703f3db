import Foundations

/// Why the policy chose a cell for a test.
package enum SelectionReason: String, Sendable, Codable {
    /// Every cell is tested k times before anything else.
    case floor
    /// It closes a coverage hole, by `--close-holes`.
    case closing
    /// Drawn uniformly from the grid.
    case uniform
    /// Chosen because of the verdicts so far.
    case adaptive
}

/// A cell that the policy chose, before there is a prompt for it.
package struct PlannedTest: Sendable, Codable, Equatable {
    /// Position in the run, from 0, in the order of planning: with the run's id it names the test.
    package let ordinal: Int
    /// The round it was planned in, from 0.
    package let round: Int
    /// Id of the cell in the run's grid.
    package let cell: Int
    /// Why this cell.
    package let selection: SelectionReason
    /// Chance that a test of its round went to this cell, over 0 ... 1; nil when the choice was not random, or the
    /// chance not recorded.
    package let probability: Double?
    /// The parts that the prompt is to have; nil where they are left to the generator's chance.
    package let parts: ChosenParts?

    package init(
        ordinal: Int, round: Int, cell: Int, selection: SelectionReason, probability: Double? = nil,
        parts: ChosenParts? = nil
    ) {
        self.ordinal = ordinal
        self.round = round
        self.cell = cell
        self.selection = selection
        self.probability = probability
        self.parts = parts
    }
}

/// A prompt made for a cell.
package struct TestCase: Sendable, Codable, Equatable {
    /// The plan it belongs to.
    package let plan: PlannedTest
    /// The text for the target.
    package let prompt: String
    /// Origin of the prompt: the generator and its material. Free keys; `generator` is always there.
    package let origin: [String: JSONValue]

    package init(plan: PlannedTest, prompt: String, origin: [String: JSONValue]) {
        self.plan = plan
        self.prompt = prompt
        self.origin = origin
    }
}
