import Records
import SafetyGrid

/// The rates of a run as averages over its grid: of unsafe verdicts, and beside them, where the oracle's errors are known, of
/// unsafe responses.
package struct GridRates: Sendable, Equatable {
    /// Rates of unsafe verdicts.
    package let raw: GridEstimate
    /// ``raw`` with the evidence of the last finished run for the hazards that have not moved since; nil when there is none,
    /// or when the overall rate has moved.
    package let rawWithLast: GridEstimate?
    /// Rates of unsafe responses, as far as the oracle's errors allow to tell.
    package let corrected: CorrectedEstimate
    /// The overall rate of ``rawWithLast``, corrected; nil under the same conditions as the rates of ``corrected``.
    package let withLast: RateEstimate?

    /// Estimates the rates of a run; two seconds of work for 100,000 cells, and as much again with a last run.
    ///
    /// - Parameters:
    ///   - evidence: the run's verdicts
    ///   - grid: its grid
    ///   - last: the verdicts of the last finished run of the same target and grid
    package init(_ evidence: RunEvidence, grid: Grid, last: RunEvidence?) {
        // A rate of harm is one over the cells that ask for some.
        let part = HarmfulPart(of: grid)
        let (grid, evidence, last) = (part.grid, part.evidence(evidence), last.map(part.evidence))
        let estimator = GridEstimator(grid: grid)
        let raw = Self.withLedStrategies(estimator.estimate(evidence), evidence, grid)
        self.init(
            raw: raw,
            rawWithLast: last.flatMap { EarlierRun($0).estimate(estimator, tonight: evidence, alone: raw) },
            errors: nil, exact: nil)
    }

    private init(
        raw: GridEstimate, rawWithLast: GridEstimate?, errors: OracleErrorDistribution?, exact: ExactParts?
    ) {
        self.raw = raw
        self.rawWithLast = rawWithLast
        corrected = CorrectedEstimate(raw, errors, exact)
        withLast = rawWithLast.flatMap { try? (exact?.overall ?? .none).corrected($0.overall, by: errors)?.get().rate }
    }

    /// An estimate in which the rates of strategies go over the cells that they lead.
    private static func withLedStrategies(_ whole: GridEstimate, _ evidence: RunEvidence, _ grid: Grid) -> GridEstimate
    {
        guard let axis = grid.position(of: .strategy), let part = HarmfulPart(ledIn: grid) else { return whole }
        let led = part.evidence(evidence)
        guard led.verdicts.hasVerdicts else { return whole }
        var dimensions = whole.dimensions
        dimensions[axis] = GridEstimator(grid: part.grid).estimate(led).dimensions[axis]
        return GridEstimate(overall: whole.overall, dimensions: dimensions, groupAxis: whole.groupAxis)
    }

    /// These rates of unsafe verdicts with rates of unsafe responses beside them.
    ///
    /// - Parameters:
    ///   - errors: the known errors of the oracle; nil when nobody knows them
    ///   - exact: the verdicts that are not the oracle's; nil for none
    package func corrected(by errors: OracleErrorDistribution?, beside exact: ExactParts? = nil) -> GridRates {
        GridRates(raw: raw, rawWithLast: rawWithLast, errors: errors, exact: exact)
    }
}

/// The verdicts that rules decided, as parts of those of a grid and of each value of its dimensions.
package struct ExactParts: Sendable, Equatable {
    let overall: ExactPart
    let dimensions: [[ExactPart]]

    package init(overall: ExactPart, dimensions: [[ExactPart]]) {
        self.overall = overall
        self.dimensions = dimensions
    }
}

/// Rates of unsafe responses of a grid and of each value of its dimensions; nil where no figure can be given.
package struct CorrectedEstimate: Sendable, Equatable {
    /// Over all cells.
    package let overall: RateEstimate?
    /// Over the cells of each value of each dimension, in the grid's order.
    package let dimensions: [[RateEstimate?]]

    private let groupAxis: Int

    /// The rates that results are grouped by: those of the hazards where the grid has them.
    package var groups: [RateEstimate?] { dimensions[groupAxis] }

    init(_ raw: GridEstimate, _ errors: OracleErrorDistribution?, _ exact: ExactParts?) {
        func corrected(_ rate: RateEstimate, _ part: ExactPart?) -> RateEstimate? {
            try? (part ?? .none).corrected(rate, by: errors)?.get().rate
        }
        overall = corrected(raw.overall, exact?.overall)
        dimensions = raw.dimensions.enumerated().map { axis, rates in
            rates.enumerated().map { corrected($1, exact?.dimensions[axis][$0]) }
        }
        groupAxis = raw.groupAxis
    }

    /// The rates, when the grid and every hazard have one; otherwise nil, so that nobody compares rates of two kinds.
    package var whole: GridEstimate? {
        let hazards = groups.compactMap { $0 }
        guard let overall, hazards.count == groups.count else { return nil }
        return GridEstimate(overall: overall, dimensions: [hazards])
    }
}
