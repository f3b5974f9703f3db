import Feedback
import Foundations
import Records
import RunStore
import SafetyGrid

/// The test cases that two runs share: the same prompt for the same cell.
package enum PairedTests {
    private struct Key: Hashable {
        let cell: Int
        let prompt: UInt64
    }

    /// Pairs the judged tests of two runs; a prompt that stands several times pairs once.
    ///
    /// - Throws: ``StoreError``.
    package static func of(_ base: RunRecord, _ new: RunRecord, in store: any Store) async throws -> [PairedVerdict] {
        var verdicts: [Key: Bool] = [:]
        for try await page in store.tests(in: base.id) {
            for test in page {
                if let (key, unsafe) = key(of: test, base.grid, on: new.grid) { verdicts[key] = unsafe }
            }
        }
        guard !verdicts.isEmpty else { return [] }
        var pairs: [PairedVerdict] = []
        for try await page in store.tests(in: new.id) {
            for test in page {
                guard let (key, unsafe) = key(of: test, new.grid, on: new.grid),
                    let before = verdicts.removeValue(forKey: key)
                else { continue }
                pairs.append(PairedVerdict(cell: key.cell, base: before, new: unsafe))
            }
        }
        return pairs
    }

    private static func key(of test: TestRecord, _ grid: Grid, on other: Grid) -> (Key, Bool)? {
        guard let verdict = test.verdict, let prompt = test.testCase?.prompt,
            let cell = other.cellID(of: test.plan.cell, in: grid)
        else { return nil }
        return (Key(cell: cell, prompt: StableHash.of(prompt)), verdict.label == .unsafe)
    }
}
