import Records
import SafetyGrid

/// The settings of the policies `adaptive` and `search` that a user decides.
package struct AdaptiveSettings: Sendable, Equatable {
    /// Share of the tests after the floor that are drawn uniformly from the grid, 0 ... 1.
    package var uniformShare = 0.2
    /// Share of the other tests after the floor that may go to hazards that look worse than in earlier runs, 0 ... 1;
    /// `search` does not ask.
    package var watchShare = 1.0
    /// The oracle's errors that the policy plans with.
    package var errors = OracleErrors.planning
    /// Whether a user or a calibration said how often the oracle is right; if not, rates are rates of verdicts.
    package private(set) var isTold = false
    /// Worth of a finding in each cell, over 0, by cell id; nil for 1 each.
    package var weights: [Double]?
    /// Cost of a test in each cell, over 0, by cell id; nil for 1 each.
    package var costs: [Double]?

    /// The defaults: a fifth uniform, all of the rest for hazards that look worse, rates of verdicts, all cells alike.
    package init() {}

    /// The settings of a run.
    ///
    /// A value's weight is what the run says, or its severity in the taxonomy. A cell's weight is the product of the weights of its values, and so is its cost.
    ///
    /// - Throws: ``AdaptiveSettingsError`` for a number out of range, or a name that no value of the grid has.
    package init(_ request: AllocationRequest, _ basis: RunBasis = RunBasis(), grid: Grid) throws(AdaptiveSettingsError)
    {
        if let share = request.uniformShare {
            guard (0...1).contains(share) else { throw .uniformShare(share) }
            uniformShare = share
        }
        if let share = request.watchShare {
            guard (0...1).contains(share) else { throw .watchShare(share) }
            watchShare = share
        }
        guard let errors = OracleErrors(planning: request, basis) else {
            throw .oracle(
                sensitivity: request.sensitivity ?? basis.sensitivity ?? OracleErrors.planning.sensitivity,
                specificity: request.specificity ?? basis.specificity ?? OracleErrors.planning.specificity)
        }
        self.errors = errors.confirmed(by: request.confirm)
        isTold = [request.sensitivity, request.specificity, basis.sensitivity, basis.specificity].contains { $0 != nil }
        weights = try Self.products(Self.weights(request, grid), grid, "weights")
        costs = try Self.products(request.costs, grid, "costs")
    }

    /// Worth of a finding divided by the cost of a test, by cell id; nil when all cells are alike.
    func factors(cells: Int) -> [Double]? {
        guard weights != nil || costs != nil else { return nil }
        return (0..<cells).map { (weights?[$0] ?? 1) / (costs?[$0] ?? 1) }
    }

    /// The severities of the taxonomies; a weight that the run names takes precedence.
    private static func weights(_ request: AllocationRequest, _ grid: Grid) -> [String: Double] {
        var weights: [String: Double] = [:]
        for value in grid.dimensions.flatMap(\.values) { weights[value.id] = value.severity }
        return weights.merging(request.weights ?? [:]) { _, named in named }
    }

    private static func products(
        _ factors: [String: Double]?, _ grid: Grid, _ name: String
    ) throws(AdaptiveSettingsError) -> [Double]? {
        guard let factors, !factors.isEmpty else { return nil }
        let known = Set(grid.dimensions.flatMap { $0.values.map(\.id) })
        for (id, factor) in factors.sorted(by: { $0.key < $1.key }) {
            guard known.contains(id) else { throw .unknownValue(name, id: id) }
            guard factor > 0, factor.isFinite else { throw .factor(name, id: id, factor) }
        }
        return (0..<grid.cellCount).map { cell in
            grid.values(of: grid.cell(cell)).reduce(1) { $0 * (factors[$1.id] ?? 1) }
        }
    }
}

/// An invalid setting of the policies `adaptive` and `search`.
package enum AdaptiveSettingsError: Error, Equatable {
    /// The uniform share is not within 0 ... 1.
    case uniformShare(Double)
    /// The share of tests for hazards that look worse is not within 0 ... 1.
    case watchShare(Double)
    /// Error rates out of range, or of an oracle that is no better than a coin.
    case oracle(sensitivity: Double, specificity: Double)
    /// A weight or cost for something that is not in the grid.
    case unknownValue(String, id: String)
    /// A weight or cost that is not a number over 0.
    case factor(String, id: String, Double)
}

extension AdaptiveSettingsError: CustomStringConvertible {
    /// The fault, and the valid range.
    package var description: String {
        switch self {
        case .uniformShare(let share):
            "--uniform-share is \(share); it must be between 0 and 1"
        case .watchShare(let share):
            "--watch-share is \(share); it must be between 0 and 1"
        case .oracle(let sensitivity, let specificity):
            "--sensitivity \(sensitivity) with --specificity \(specificity) is no oracle: both must be between 0 and 1, "
                + "and add up to more than 1"
        case .unknownValue(let name, let id):
            "\(name) names '\(id)', which is no value of the grid; use the id of a hazard, style or technique"
        case .factor(let name, let id, let factor):
            "\(name) gives '\(id)' \(factor); it must be a number over 0"
        }
    }
}
