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
        var workers: [(run: String, workers: [WorkerRecord])] = []
        for run in runs where run.state == .unfinished {
            workers.append((run.id, try await shared.workers(of: run.id)))
        }
        return WorkersTable.text(workers, color: color)
    }
}
