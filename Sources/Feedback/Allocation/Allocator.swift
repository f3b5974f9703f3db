import Records
import SafetyGrid

/// An allocation policy: says which cells the next round tests.
///
/// A policy is a pure function of its arguments and its seed, so that a resumed run plans the same rounds as an unbroken
/// one. Conformers are named in ``AllocatorRegistry``.
package protocol Allocator: Sendable {
    /// Name as `--policy` knows it.
    var name: String { get }
    /// Chooses the cells of a round.
    ///
    /// - Parameters:
    ///   - count: number of tests, 1 or more; a cell may be chosen several times
    ///   - round: number of the round, from 0
    ///   - history: the verdicts and plans so far
    /// - Returns: `count` selections, in the order in which they are to be tested.
    func select(_ count: Int, round: Int, given history: AllocationHistory) -> [Selection]
}

/// A chosen cell and why it was chosen.
package struct Selection: Sendable, Equatable {
    /// Id of the cell.
    package let cell: Int
    /// Why.
    package let reason: SelectionReason
    /// Chance that a test of this round goes to the cell, over 0 ... 1, given what was known when the round was planned;
    /// nil for a test that is no matter of chance. Over the cells of a round they sum to 1.
    package let probability: Double?
    /// What the prompt is to be put together from: a value of each axis of the policy's ``SearchSpace``; nil leaves it to
    /// the generator's chance.
    package let parts: [Int]?
    /// The findings that have those parts already; nil for none.
    package let lineage: Lineage?

    package init(
        cell: Int, reason: SelectionReason, probability: Double? = nil, parts: [Int]? = nil, lineage: Lineage? = nil
    ) {
        self.lineage = lineage
        self.cell = cell
        self.reason = reason
        self.probability = probability
        self.parts = parts
    }
}

/// The knowledge of a policy when it plans round r.
package struct AllocationHistory: Sendable {
    /// Verdicts of the rounds up to r - 2: the last round is still in flight.
    package let verdicts: CoverageMatrix
    /// Number of tests planned in all earlier rounds, those in flight included.
    package let planned: Int
    /// Tests planned in each cell whose verdicts are not in ``verdicts`` yet, by cell id.
    package let inFlight: [Int]
    /// Tests that can still be made of each cell, by cell id; nil for no limit.
    package let remaining: [Int]?
    /// Verdicts of earlier runs, discounted; nil when there is none.
    package let prior: CellEvidence?
    /// Rates of unsafe verdicts that earlier runs predict, by cell id; nil when there is none.
    package let earlierRates: [Double]?
    /// All tests with a prompt, in the order of the plan, with their parts: those behind ``verdicts`` and those in flight;
    /// nil where prompts have no known parts.
    package let tests: [PartTest]?

    package init(
        verdicts: CoverageMatrix, planned: Int, inFlight: [Int]? = nil, remaining: [Int]? = nil,
        prior: CellEvidence? = nil, earlierRates: [Double]? = nil, tests: [PartTest]? = nil
    ) {
        self.verdicts = verdicts
        self.planned = planned
        self.inFlight = inFlight ?? Array(repeating: 0, count: verdicts.grid.cellCount)
        self.remaining = remaining
        self.prior = prior
        self.earlierRates = earlierRates
        self.tests = tests
    }

    /// The ``earlierRates`` of the verdicts of earlier runs together.
    ///
    /// No rate is below ``OracleErrors/leastRate``, or the false alarms that the run was told of: in simulated nights a hazard
    /// that rose from 2 to 10 % was then found in 87 of 100, and in 77 where one without a finding was expected to show none.
    ///
    /// - Parameters:
    ///   - evidence: their verdicts, undiscounted
    ///   - grid: the grid of all
    ///   - errors: the oracle's errors that the policy plans with
    package static func rates(_ evidence: CellEvidence, on grid: Grid, errors: OracleErrors) -> [Double] {
        HierarchicalModel(grid: grid, errors: errors, priors: .valuesApart).posterior(given: evidence).means()
            .map(errors.observed)
    }

    /// Verdicts of this run and of earlier ones.
    package var evidence: CellEvidence {
        let own = CellEvidence(verdicts)
        return prior.map { own.adding($0) } ?? own
    }

    /// The history for the rest of a round of which `selections` are chosen.
    func after(_ selections: [Selection]) -> AllocationHistory {
        var inFlight = inFlight
        var remaining = remaining
        for selection in selections {
            inFlight[selection.cell] += 1
            remaining?[selection.cell] -= 1
        }
        return AllocationHistory(
            verdicts: verdicts, planned: planned + selections.count, inFlight: inFlight, remaining: remaining,
            prior: prior, earlierRates: earlierRates, tests: tests)
    }
}
