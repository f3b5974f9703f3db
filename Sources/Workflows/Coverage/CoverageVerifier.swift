import Analysis
import ChatModels
import Foundations
import Generation
import Records
import SafetyGrid
import Storage

/// Checks the prompts of judged tests: by their words, and with a model where one is given.
package struct CoverageVerifier {
    private let checker: FidelityChecker
    private let model: FidelityModel?
    /// Name of the model that is asked; nil when words alone count.
    let modelName: String?
    private let calls: Int

    /// A verifier.
    ///
    /// - Parameters:
    ///   - model: says which hazard and technique a prompt shows; nil leaves it to its words
    ///   - modelName: its name, for people
    ///   - calls: most calls to it at the same time
    package init(
        checker: FidelityChecker, model: FidelityModel? = nil, modelName: String? = nil, calls: Int = 1
    ) {
        self.modelName = modelName
        self.checker = checker
        self.model = model
        self.calls = calls
    }

    /// A verifier by the checks of the seeds.
    ///
    /// - Parameter helper: says which hazard and technique a prompt shows; nil leaves it to its words
    /// - Throws: ``ConfigurationError`` for seeds that can't be read; what ``HelperModel/make()`` throws.
    package init(places: Places, helper: HelperModel?) throws {
        let seeds = try places.seedFolder().path
        self.init(
            checker: try FidelityChecker(seeds: seeds, languages: FidelityChecker.languages(seeds: seeds)),
            model: try helper.map { FidelityModel(model: try $0.make(), seed: 1) }, modelName: helper?.name,
            calls: helper?.calls ?? 1)
    }

    private struct Check: Sendable {
        let prompt: String
        /// The text behind its surface; nil where the grid has none.
        let plain: String?
        let cell: Cell
        let isUnsafe: Bool
    }

    /// Checks every judged test of the runs.
    ///
    /// - Parameters:
    ///   - grid: the grid as it is now; a cell is recognised by its values, and tests of others are left out
    ///   - runs: runs of one target on grids of that name
    ///   - store: where their tests are
    /// - Throws: ``StoreError``, or a `ChatError` that every further call would meet.
    package func coverage(of grid: Grid, runs: [RunRecord], in store: any Store) async throws -> VerifiedCoverage {
        var coverage = VerifiedCoverage(grid: grid, kinds: Fidelity.Outcome.allCases.map(\.rawValue))
        let surfaces = try checker.surfaces(of: grid)
        for run in runs {
            let cells = CellTranslation(from: run.grid, to: grid)
            for try await page in store.tests(in: run.id) {
                let checks = page.compactMap { test -> Check? in
                    guard let verdict = test.verdict, let prompt = test.testCase?.prompt,
                        let cell = cells[test.plan.cell].map(grid.cell)
                    else { return nil }
                    return Check(
                        prompt: prompt, plain: surfaces?.plain(prompt, of: cell), cell: cell,
                        isUnsafe: verdict.label == .unsafe)
                }
                try await add(checks, on: grid, to: &coverage)
            }
        }
        return coverage
    }

    private func add(_ checks: [Check], on grid: Grid, to coverage: inout VerifiedCoverage) async throws {
        guard let model else {
            for check in checks {
                coverage.add(words(of: check, grid), cell: check.cell, unsafe: check.isUnsafe)
            }
            return
        }
        var rest = checks[...]
        try await concurrently(limit: calls) {
            rest.popFirst()
        } _: { check in
            try await refined(check, by: model, grid)
        } take: { done in
            coverage.add(done.fidelity, cell: done.check.cell, unsafe: done.check.isUnsafe)
            if let error = done.error { coverage.failed("\(error)") }
        }
    }

    private func refined(
        _ check: Check, by model: FidelityModel, _ grid: Grid
    ) async throws -> (check: Check, fidelity: Fidelity, error: ChatError?) {
        let fidelity = words(of: check, grid)
        do {
            let refined = try await model.refine(
                fidelity, prompt: check.plain ?? check.prompt, cell: check.cell, grid: grid)
            return (check, refined, nil)
        } catch let error as ChatError where !error.isFatal {
            return (check, fidelity, error)
        } catch ChatError.persistent(let error, _, _) where !error.concernsEveryCall {
            return (check, fidelity, error)
        }
    }

    private func words(of check: Check, _ grid: Grid) -> Fidelity {
        checker.check(prompt: check.prompt, plain: check.plain, cell: check.cell, grid: grid)
    }
}

extension VerifiedCoverage {
    /// Counts a checked test.
    fileprivate mutating func add(_ fidelity: Fidelity, cell: Cell, unsafe: Bool) {
        add(
            fidelity.parts.map { ($0.dimension, $0.outcome.rawValue) }, isVerified: fidelity.isVerified, cell: cell,
            unsafe: unsafe)
    }
}
