import Feedback
import Foundations
import Records
import SafetyGrid
import Storage

/// The test cases that two runs share: the same prompt for the same cell.
package enum PairedTests {
    private struct Key: Hashable {
        let cell: Int
        let prompt: UInt64
    }

    /// Pairs the judged tests of two runs that ask for harm; a prompt that stands several times pairs once.
    ///
    /// - Throws: ``StoreError``.
    package static func of(_ base: RunRecord, _ new: RunRecord, in store: any Store) async throws -> [PairedVerdict] {
        var verdicts: [Key: Bool] = [:]
        let isTwin = new.grid.isTwin
        let cells = CellTranslation(from: base.grid, to: new.grid)
        for try await page in store.judgedPrompts(in: base.id) {
            for prompt in page {
                guard let cell = cells[prompt.cell], !isTwin(cell) else { continue }
                verdicts[Key(cell: cell, prompt: StableHash.of(prompt.text))] = prompt.isUnsafe
            }
        }
        guard !verdicts.isEmpty else { return [] }
        var pairs: [PairedVerdict] = []
        for try await page in store.judgedPrompts(in: new.id) {
            for prompt in page {
                let key = Key(cell: prompt.cell, prompt: StableHash.of(prompt.text))
                guard let before = verdicts.removeValue(forKey: key) else { continue }
                pairs.append(PairedVerdict(cell: key.cell, base: before, new: prompt.isUnsafe))
            }
        }
        return pairs
    }
}
