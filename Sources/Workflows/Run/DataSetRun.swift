import Generation
import Images
import Records
import SafetyGrid
import Storage

/// A run whose prompts are those of a data set.
package struct DataSetRun {
    private let run: RunRecord
    private let store: any TestStore & DataSetStore

    /// A run and the store of its data set.
    package init(run: RunRecord, store: any TestStore & DataSetStore) {
        self.run = run
        self.store = store
    }

    /// Hands the rows of the set to its generator; does nothing for other generators.
    ///
    /// - Throws: ``StoreError``, or ``UsageError`` when no row stands in every dimension of the grid.
    package func fill(_ generator: any PromptGenerator) async throws {
        let base = (generator as? SharedGenerator)?.base ?? generator
        guard let generator = base as? DataSetGenerator, let name = run.request.generator.dataSet
        else { return }
        _ = try await store.dataSet(name)
        var usable = 0
        for try await page in store.rows(of: name) {
            for row in page where await generator.add(row) { usable += 1 }
        }
        guard usable > 0 else { throw Self.unplaced(name) }
        var used: Set<String> = []
        for try await page in store.tests(in: run.id) {
            used.formUnion(
                page.compactMap(\.testCase).map {
                    DataSetGenerator.id($0.prompt, image: ImageReference(origin: $0.origin))
                })
        }
        await generator.drop(used)
    }

    /// Checks that a run has prompts to ask, before there is one.
    ///
    /// - Parameters:
    ///   - set: name of the data set
    ///   - grid: the run's grid
    ///   - store: the store of the data set
    /// - Throws: ``StoreError``, or ``UsageError`` when no row stands in every dimension of the grid.
    static func check(_ set: String, on grid: Grid, in store: any DataSetStore) async throws {
        _ = try await store.dataSet(set)
        let generator = DataSetGenerator(set: set, grid: grid)
        for try await page in store.rows(of: set) {
            for row in page where await generator.add(row) { return }
        }
        throw unplaced(set)
    }

    private static func unplaced(_ set: String) -> UsageError {
        UsageError(
            "no prompt of '\(set)' is placed in every dimension of the grid; run it on those it is placed in, for example "
                + "--axes hazard=astral")
    }
}
