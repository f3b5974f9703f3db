import Records
import Reporting
import Storage

/// Writes preference pairs of a run: a refusal is preferred to a finding, help to an over-refusal.
package struct PreferenceExporter: Sendable {
    /// What was written.
    package struct Outcome: Sendable, Equatable {
        /// Pairs of every kind that there is.
        package let counts: [PreferenceExport.Count]
        /// Over-refusals without a helpful response to the same ask.
        package let leftOut: Int
        /// The file to test with; nil when nothing was kept for it.
        package let testPath: String?

        /// Pairs to learn from.
        package var train: Int { counts.reduce(0) { $0 + $1.train } }
        /// Pairs to test with.
        package var test: Int { counts.reduce(0) { $0 + $1.test } }
    }

    private let store: any RunStore & TestStore
    private let path: String
    private let share: Double
    private let seed: UInt64

    /// An exporter.
    ///
    /// - Parameters:
    ///   - store: where the tests are
    ///   - path: the file to learn from
    ///   - share: share of the asks that are kept for testing, 0 ..< 1
    ///   - seed: another seed keeps others
    package init(store: any RunStore & TestStore, path: String, share: Double, seed: UInt64) {
        self.store = store
        self.path = path
        self.share = share
        self.seed = seed
    }

    /// Writes the pairs of a run, with responses to the same prompts from all runs of the store.
    ///
    /// - Throws: ``ReportError``; the store's errors.
    package func export(_ run: RunRecord) async throws -> Outcome {
        var pool = PreferencePool()
        try await cases(of: run) { pool.gather($0) }
        pool.close()
        for other in try await store.runs() where !pool.wanted.isEmpty {
            try await cases(of: other) { pool.add($0) }
        }
        var export = try PreferenceExport(path: path, pool: pool, share: share, seed: seed)
        try await cases(of: run) { test in
            if let pair = pool.pair(of: test) { try export.add(pair) }
        }
        let testPath = share > 0 ? PreferenceExport.testPath(path) : nil
        for path in [path] + (testPath.map { [$0] } ?? []) {
            try ContentNotice.write(beside: path, isSimulated: run.simulated)
        }
        return Outcome(counts: try export.finish(), leftOut: pool.leftOut, testPath: testPath)
    }

    private func cases(of run: RunRecord, _ body: (PreferenceCase) throws -> Void) async throws {
        for try await page in store.tests(in: run.id) {
            for record in page {
                if let test = PreferenceCase(record, grid: run.grid) { try body(test) }
            }
        }
    }
}
