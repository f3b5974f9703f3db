import Foundations
import Generation
import HTTPTransport
import Records
import RunStore
import SafetyGrid

/// A run whose prompts are those of a data set.
struct DataSetRun {
    let run: RunRecord
    let store: any Store

    /// Hands the rows of the set to its generator; does nothing for other generators.
    ///
    /// - Throws: ``StoreError``, or ``UsageError`` when no row stands in every dimension of the grid.
    func fill(_ generator: any PromptGenerator) async throws {
        guard let generator = generator as? DataSetGenerator, let store = store as? SQLiteStore,
            let name = StageAssembly.dataSet(of: run.settings)
        else { return }
        let rows = Locked<[DataSetRow]>([])
        _ = try await store.dataSet(name)
        try await store.forEachRow(of: name) { row in rows.withLock { $0.append(row) } }
        var usable = 0
        for row in rows.withLock({ $0 }) where await generator.add(row) { usable += 1 }
        guard usable > 0 else {
            throw UsageError(
                "no prompt of '\(name)' is placed in every dimension of the grid; run it on those it is placed in, for "
                    + "example --axes hazard=astral")
        }
        let used = Locked<Set<String>>([])
        try await store.forEachTest(in: run.id) { record in
            if let prompt = record.testCase?.prompt { used.withLock { _ = $0.insert(prompt) } }
        }
        await generator.drop(used.withLock { $0 })
    }
}
