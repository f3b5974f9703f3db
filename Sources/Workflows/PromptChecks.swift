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
        // The runs of a league have the same languages.
        let checkers = Locked<[Set<String>: FidelityChecker]>([:])
        return PromptCheck(name: try FidelityChecker.fingerprint(seeds: path)) { grid in
            let checker = try checkers.withLock { checkers in
                if let known = checkers[grid.languages] { return known }
                let checker = try FidelityChecker(seeds: path, languages: grid.languages)
                checkers[grid.languages] = checker
                return checker
            }
            let surfaces = try checker.surfaces(of: grid)
            return { prompt, id in
                let cell = grid.cell(id)
                return checker.verifies(
                    prompt: prompt, plain: surfaces?.plain(prompt, of: cell), cell: cell, grid: grid)
            }
        }
    }
}
