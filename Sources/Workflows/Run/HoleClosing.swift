import Feedback
import Records
import SafetyGrid
import Storage

/// The cells that a run with `--close-holes` tests first.
package enum HoleClosing {
    /// The run with its cells written down, so that a resumed run goes on with the same; nil when no hole is left.
    ///
    /// - Parameters:
    ///   - run: a run that is not in the store yet, with `closeHoles` set
    ///   - hasBudget: whether a budget was asked for; without one it is what closes all holes
    ///   - hasFloor: whether a floor was asked for; without one there is none
    /// - Throws: ``UsageError`` for a strength that the grid does not have; the store's errors.
    package static func prepared(
        _ run: RunRecord, in store: any Store, hasBudget: Bool, hasFloor: Bool
    ) async throws -> RunRecord? {
        guard let strength = run.request.allocation.closeHoles else { return run }
        let dimensions = run.grid.dimensions.count
        guard (1...dimensions).contains(strength) else {
            throw UsageError("--close-holes is \(strength); the grid has strengths 1 to \(dimensions)")
        }
        var run = run
        let epoch = try await store.runs().filter {
            $0.grid.id == run.grid.id && $0.request.target.isSame(as: run.request.target)
                && $0.basis.epoch == run.basis.epoch
        }
        let seen = try await RunEpoch.evidence(of: epoch, on: run.grid, in: store).verdicts
        let settings = try AdaptiveSettings(run.request.allocation, run.basis, grid: run.grid)
        let rates = HierarchicalModel(grid: run.grid, errors: settings.errors)
            .posterior(given: seen).means()
        let worth = settings.weights.map { zip(rates, $0).map { $0 * $1 } } ?? rates
        let cells = ClosingCells.cells(
            closing: CoverageMatrix(grid: run.grid, seen), strength: strength, worth: worth)
        guard !cells.isEmpty else { return nil }
        if !hasBudget { run.request.budget = cells.count }
        if !hasFloor { run.request.allocation.floor = 0 }
        run.basis.closingCells = Array(cells.prefix(run.request.budget))
        return run
    }
}
