import Records
import Reporting
import Storage

/// The runs of a store and their progress. Runs that can't change any more are read once.
package actor RunFeed {
    private let store: any RunStore
    private let now: @Sendable () -> Double
    private var known: [String: (state: RunState, run: RunRecord, counts: RunCounts?)] = [:]

    /// - Parameter now: seconds since 1970
    package init(_ store: any RunStore, now: @escaping @Sendable () -> Double) {
        self.store = store
        self.now = now
    }

    /// All runs, newest first.
    ///
    /// - Throws: ``StoreError``.
    package func runs() async throws -> [DashboardRun] {
        let states = try await store.states()
        var fresh: [String: (state: RunState, run: RunRecord, counts: RunCounts?)] = [:]
        var runs: [DashboardRun] = []
        for (id, state) in states {
            let old = known[id].flatMap { $0.state == state ? $0 : nil }
            guard let (run, counts) = try await entry(id, old) else { continue }
            fresh[id] = (state, run, run.state == .finished ? counts : nil)
            runs.append(DashboardRun(run, counts: counts))
        }
        known = fresh
        return runs
    }

    private func entry(
        _ id: String, _ old: (state: RunState, run: RunRecord, counts: RunCounts?)?
    ) async throws -> (RunRecord, RunCounts)? {
        if let old, let counts = old.counts { return (old.run, counts) }
        do {
            let run: RunRecord
            if let old { run = old.run } else { run = try await store.run(id) }
            return (run, try await store.counts(of: id, at: now()))
        } catch StoreError.noSuchRun {
            // A run can be forgotten between two reads.
            return nil
        }
    }
}
