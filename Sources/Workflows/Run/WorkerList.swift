import Records
import Reporting
import Storage

/// Who works on runs that machines share.
package enum WorkerList {
    /// A table of the processes at work on unfinished runs; empty for none, and for a store that is a file.
    ///
    /// - Throws: ``StoreError``.
    package static func text(of runs: [RunRecord], in store: any Store, color: Bool) async throws -> String {
        guard let shared = StorePlace.shared(store) else { return "" }
        return WorkersTable.text(try await workers(of: runs.map { ($0.id, $0.state) }, in: shared), color: color)
    }

    /// The processes that work or worked on unfinished runs.
    ///
    /// - Throws: ``StoreError``.
    static func workers(
        of runs: [(id: String, state: RunState)], in store: any SharedStore
    ) async throws -> [(run: String, workers: [WorkerRecord])] {
        var workers: [(run: String, workers: [WorkerRecord])] = []
        for (id, state) in runs where state == .unfinished {
            workers.append((id, try await store.workers(of: id)))
        }
        return workers
    }
}
