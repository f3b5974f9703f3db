import Analysis
import Foundation
import Foundations
import Generation
import SafetyGrid

extension Places {
    /// The check of prompts that exports count verified coverage by, read when it is needed; nil for seeds without checks.
    ///
    /// - Throws: ``ConfigurationError`` for seeds that can't be read.
    package func promptCheck() throws(ConfigurationError) -> PromptCheck? {
        let folder = try seedFolder()
        guard FidelityChecker.isThere(seeds: folder.path) else { return nil }
        let path = folder.path
        // The runs of a league have the same grid, and prompts in common.
        let last = Locked<(grid: Grid, verification: PromptCheck.Verification)?>(nil)
        return PromptCheck(name: try FidelityChecker.fingerprint(seeds: path)) { grid in
            try last.withLock { last in
                if let last, last.grid == grid { return last.verification }
                let checker = try FidelityChecker(seeds: path, languages: grid.languages)
                let surfaces = try checker.surfaces(of: grid)
                let outcomes = PromptOutcomes()
                let verification: PromptCheck.Verification = { prompt, id in
                    outcomes.outcome(prompt, id) {
                        let cell = grid.cell(id)
                        return checker.verifies(
                            prompt: prompt, plain: surfaces?.plain(prompt, of: cell), cell: cell, grid: grid)
                    }
                }
                last = (grid, verification)
                return verification
            }
        }
    }
}

/// Outcomes of a check, by prompt and cell: prompts are checked while a run waits for responses, and every target of a league
/// has the same ones.
final class PromptOutcomes: Sendable {
    /// Most outcomes that are kept, 5 MB of them; what comes later is checked whenever it is asked for.
    static let most = 200_000
    /// By a hash with a seed of the process, so that nobody can choose prompts of the same one.
    private let known = Locked<[Int: Bool]>([:])

    func outcome(_ prompt: String, _ cell: Int, _ check: () -> Bool) -> Bool {
        var hasher = Hasher()
        hasher.combine(prompt)
        hasher.combine(cell)
        let key = hasher.finalize()
        if let outcome = known.withLock({ $0[key] }) { return outcome }
        let outcome = check()
        known.withLock { if $0.count < Self.most { $0[key] = outcome } }
        return outcome
    }
}
