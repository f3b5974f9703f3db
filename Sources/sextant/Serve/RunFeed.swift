import Records
import Reporting
import RunStore

/// The runs of a store and how far each has come. What can't change any more is read once.
actor RunFeed {
    private let store: any ProgressStore
    private let now: @Sendable () -> Double
    private var known: [String: (state: RunState, run: RunRecord, counts: RunCounts?)] = [:]

    /// - Parameter now: seconds since 1970
    init(_ store: any ProgressStore, now: @escaping @Sendable () -> Double) {
        self.store = store
        self.now = now
    }

    /// All runs, newest first.
    ///
    /// - Throws: ``StoreError``.
    func runs() async throws -> [DashboardRun] {
        let states = try await store.states()
        var fresh: [String: (state: RunState, run: RunRecord, counts: RunCounts?)] = [:]
        var runs: [DashboardRun] = []
        for (id, state) in states {
            let old = known[id].flatMap { $0.state == state ? $0 : nil }
            // A run can be forgotten between two reads.
            guard let run = try await old?.run ?? found(id) else { continue }
            let counts = try await old?.counts ?? store.counts(of: id, at: now())
            fresh[id] = (state, run, run.state == .finished ? counts : nil)
            runs.append(DashboardRun(run, counts: counts))
        }
        known = fresh
        return runs
    }

    private func found(_ id: String) async throws -> RunRecord? {
        do {
            return try await store.run(id)
        } catch StoreError.noSuchRun {
            return nil
        }
    }
}
