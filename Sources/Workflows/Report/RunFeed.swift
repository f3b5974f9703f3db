import Analysis
import Records
import Reporting
import Storage

/// The runs of a store and their progress. Runs that can't change any more are read once.
package actor RunFeed {
    private struct Counts {
        let all: RunCounts
        let twins: TwinCounts
    }

    private let store: any RunStore & TallyStore
    private let now: @Sendable () -> Double
    private var known: [String: (state: RunState, run: RunRecord, counts: Counts?)] = [:]

    /// - Parameter now: seconds since 1970
    package init(_ store: any RunStore & TallyStore, now: @escaping @Sendable () -> Double) {
        self.store = store
        self.now = now
    }

    /// All runs, newest first.
    ///
    /// - Throws: ``StoreError``.
    package func runs() async throws -> [DashboardRun] {
        let states = try await store.states()
        var fresh: [String: (state: RunState, run: RunRecord, counts: Counts?)] = [:]
        var runs: [DashboardRun] = []
        for (id, state) in states {
            let old = known[id].flatMap { $0.state == state ? $0 : nil }
            guard let (run, counts) = try await entry(id, old) else { continue }
            fresh[id] = (state, run, run.state == .finished ? counts : nil)
            runs.append(DashboardRun(run, counts: counts.all, twins: counts.twins))
        }
        known = fresh
        return runs
    }

    private func entry(
        _ id: String, _ old: (state: RunState, run: RunRecord, counts: Counts?)?
    ) async throws -> (RunRecord, Counts)? {
        if let old, let counts = old.counts { return (old.run, counts) }
        do {
            let run: RunRecord
            if let old { run = old.run } else { run = try await store.run(id) }
            let counts = Counts(
                all: try await store.counts(of: id, at: now()), twins: try await TwinCounts.of(run, in: store))
            return (run, counts)
        } catch StoreError.noSuchRun {
            // A run can be forgotten between two reads.
            return nil
        }
    }
}
