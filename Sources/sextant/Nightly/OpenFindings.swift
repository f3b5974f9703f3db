import HTTPTransport
import Records
import RunStore

/// The findings that a night tests again.
enum OpenFindings {
    private struct Key: Hashable {
        let run: String
        let ordinal: Int
    }

    /// Those of a night, newest first: its run's, then older ones that its tries found still there or flaky.
    ///
    /// - Throws: ``StoreError``.
    static func of(_ night: String, in store: any NightStore) async throws -> [(run: String, ordinal: Int)] {
        // What retention has deleted is not tested again.
        let runs = Set(try await store.runs().map(\.id))
        guard runs.contains(night) else { return [] }
        let found = Locked<[Int]>([])
        try await store.forEachTest(in: night) { record in
            if record.verdict?.label == .unsafe { found.withLock { $0.append(record.plan.ordinal) } }
        }
        let older = try await outcomes(of: night, in: store)
            .filter { runs.contains($0.run) && $0.outcome != .fixed }.map { (run: $0.run, ordinal: $0.ordinal) }
        return found.withLock { $0 }.map { (run: night, ordinal: $0) } + older
    }

    /// What the tries of a night say, the newest finding first.
    ///
    /// - Throws: ``StoreError``.
    static func outcomes(
        of night: String, in store: any NightStore
    ) async throws -> [(run: String, ordinal: Int, outcome: RetestOutcome)] {
        Dictionary(grouping: try await store.retests(of: night)) { Key(run: $0.run, ordinal: $0.ordinal) }
            .map { (run: $0.key.run, ordinal: $0.key.ordinal, outcome: RetestOutcome($0.value.map(\.verdict.label))) }
            .sorted { $0.run == $1.run ? $0.ordinal < $1.ordinal : $0.run > $1.run }
    }
}
