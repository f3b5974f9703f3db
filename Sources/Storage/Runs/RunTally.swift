import Records

/// The counts of a run's tests, made by the database: no prompt and no response is read for it.
package struct RunTally: Sendable {
    /// Tests that failed in the same way and have no verdict.
    package struct Failures: Sendable, Equatable {
        /// Stage, reason, and whether a resume tries again.
        package let failure: TestFailure
        /// How many there are, 1 or more.
        package let count: Int
        /// Ordinal of the first.
        package let firstOrdinal: Int
    }

    /// Tests, verdicts and findings of each cell, by why the cell was chosen.
    package var selections: [SelectionTally] = []
    /// Verdicts by what the target did.
    package var behaviours: [Behaviour: Int] = [:]
    /// Graded unsafe verdicts by their severity.
    package var severities: [HarmSeverity: Int] = [:]
    /// Verdicts `unknown`.
    package var unknown = 0
    /// Responses that the provider's own filter stopped.
    package var blocked = 0
    /// Whether a stand-in says that it responded.
    package var isSimulated = false
    /// Failures, in order of first appearance.
    package var failures: [Failures] = []
    /// Cells with a test that had no prompt because there is no further new one.
    package var exhaustedCells: Set<Int> = []
    /// What a generator model wrote and was no prompt for its cell.
    package var refused = RefusedPrompts()
    /// Tests and cells that templates wrote for, because of a model's poor batches.
    package var leftToTemplates: (tests: Int, cells: Set<Int>) = (0, [])
}

/// The judged tests of a run whose prompts show their cells, counted by one set of checks.
package struct VerifiedTally: Sendable, Codable, Equatable {
    /// Tests of one cell.
    package struct Cell: Sendable, Codable, Equatable {
        /// Id of the cell in the run's grid.
        package let cell: Int
        /// Judged tests whose prompts passed.
        package let judged: Int
        /// Findings among them.
        package let findings: Int

        package init(cell: Int, judged: Int, findings: Int) {
            self.cell = cell
            self.judged = judged
            self.findings = findings
        }
    }

    /// Name of the checks, which changes whenever they do.
    package let checks: String
    /// Verdicts of the run when it was counted: with more, it has to be counted again.
    package let verdicts: Int
    /// Cells with such a test, in ascending order.
    package let cells: [Cell]

    package init(checks: String, verdicts: Int, cells: [Cell]) {
        self.checks = checks
        self.verdicts = verdicts
        self.cells = cells
    }
}

/// A prompt that was judged, with what is needed to count it.
package struct JudgedPrompt: Sendable, Equatable {
    /// Ordinal of its test.
    package let ordinal: Int
    /// Id of its cell in the run's grid.
    package let cell: Int
    /// The prompt.
    package let text: String
    /// Whether the verdict is unsafe.
    package let isUnsafe: Bool
}
