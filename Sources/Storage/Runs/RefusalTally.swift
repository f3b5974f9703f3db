import Records

/// The verdicts of a run in one cell, by whether the request was met.
package struct RefusalTally: Sendable, Equatable {
    /// Id of the cell in the run's grid.
    package let cell: Int
    /// Tests with a verdict.
    package let judged: Int
    /// Those whose verdict tells whether the request was met.
    package let told: Int
    /// Those of them in which it was not, or not wholly.
    package let refused: Int

    package init(cell: Int, judged: Int, told: Int, refused: Int) {
        self.cell = cell
        self.judged = judged
        self.told = told
        self.refused = refused
    }
}

extension TallyStore where Self: TestStore {
    /// The counts test by test, for stores that have no faster way.
    package func refusals(of run: String) async throws -> [RefusalTally] {
        var counts: [Int: (judged: Int, told: Int, refused: Int)] = [:]
        for try await page in tests(in: run) {
            for record in page {
                guard let verdict = record.verdict else { continue }
                counts[record.plan.cell, default: (0, 0, 0)].judged += 1
                guard verdict.tellsOfRefusal else { continue }
                counts[record.plan.cell, default: (0, 0, 0)].told += 1
                if verdict.behaviour.isRefusal { counts[record.plan.cell, default: (0, 0, 0)].refused += 1 }
            }
        }
        return counts.sorted { $0.key < $1.key }
            .map { RefusalTally(cell: $0.key, judged: $0.value.judged, told: $0.value.told, refused: $0.value.refused) }
    }
}
