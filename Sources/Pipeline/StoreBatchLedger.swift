import Execution
import Records
import Storage

/// Keeps the batches of a run in the store.
struct StoreBatchLedger: BatchLedger {
    let store: any Store
    let run: String

    func keep(_ batch: BatchRecord) async throws { try await store.keep(batch, in: run) }

    func batches() async throws -> [BatchRecord] { try await store.batches(of: run) }
}
