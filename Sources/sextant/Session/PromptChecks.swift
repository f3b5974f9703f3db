import Foundation
import Generation
import Reporting
import SafetyGrid

extension Places {
    /// Makes the check of prompts that exports count verified coverage by; nil for seeds without checks.
    ///
    /// - Throws: ``SeedError`` for faulty checks.
    func promptCheck() throws(SeedError) -> (@Sendable (Grid) -> PromptCheck)? {
        let folder = try seedFolder()
        guard FidelityChecker.isThere(seeds: folder.path) else { return nil }
        let checker = try FidelityChecker(seeds: folder.path)
        return { grid in
            PromptCheck { prompt, cell in checker.check(prompt: prompt, cell: grid.cell(cell), grid: grid).isVerified }
        }
    }
}
