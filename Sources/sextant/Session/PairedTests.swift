import Feedback
import Foundations
import HTTPTransport
import Records
import RunStore
import SafetyGrid

/// The test cases that two runs share: the same prompt for the same cell.
enum PairedTests {
    private struct Key: Hashable {
        let cell: Int
        let prompt: UInt64
    }

    /// Pairs the judged tests of two runs; a prompt that stands several times pairs once.
    ///
    /// - Throws: ``StoreError``.
    static func of(_ base: RunRecord, _ new: RunRecord, in store: any Store) async throws -> [PairedVerdict] {
        let verdicts = Locked<[Key: Bool]>([:])
        try await store.forEachTest(in: base.id) { test in
            guard let (key, unsafe) = key(of: test, base.grid, on: new.grid) else { return }
            verdicts.withLock { $0[key] = unsafe }
        }
        guard !verdicts.withLock({ $0.isEmpty }) else { return [] }
        let pairs = Locked<[PairedVerdict]>([])
        try await store.forEachTest(in: new.id) { test in
            guard let (key, unsafe) = key(of: test, new.grid, on: new.grid),
                let before = verdicts.withLock({ $0.removeValue(forKey: key) })
            else { return }
            pairs.withLock { $0.append(PairedVerdict(cell: key.cell, base: before, new: unsafe)) }
        }
        return pairs.withLock { $0 }
    }

    private static func key(of test: TestRecord, _ grid: Grid, on other: Grid) -> (Key, Bool)? {
        guard let verdict = test.verdict, let prompt = test.testCase?.prompt,
            let cell = other.cellID(of: test.plan.cell, in: grid)
        else { return nil }
        return (Key(cell: cell, prompt: StableHash.of(prompt)), verdict.label == .unsafe)
    }
}
