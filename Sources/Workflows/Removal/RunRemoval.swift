import Foundation
import Images
import Records
import Storage

/// Takes a run out of the store, with its folder and the images that nothing else refers to.
package enum RunRemoval {
    /// Removes a run. What a process left that was killed meanwhile, the same call removes.
    ///
    /// - Throws: ``UsageError`` for a run whose responses people have labelled; ``StoreError``, also for one that others work on.
    package static func remove(_ id: String, from store: any Store, places: Places) async throws {
        let folder = "\(places.output)/\(id)"
        do {
            let run = try await store.run(id)
            guard try await store.labels(in: id).isEmpty else { throw Self.labelled(id) }
            if let process = try await StorePlace.shared(store)?.workers(of: id).first(where: \.isLive) {
                throw StoreError.runBusy(run: id, process: "process \(process.process) on \(process.host)")
            }
            // Nobody else plans it from here on.
            _ = try await store.claim(run: id)
            guard try await store.forget(run: id) else { throw Self.labelled(id) }
            try await AuditTrail.add("runs --remove", run, to: store)
        } catch let error as StoreError {
            // Only a folder whose name could be a run's is removed without its run.
            guard case .noSuchRun = error, RunID.isOne(id), FileManager.default.fileExists(atPath: folder) else {
                throw error
            }
        }
        if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
        try await InputSweep(store, shelf: .inputs(in: places.output, depot: StorePlace.shared(store))).execute()
    }

    private static func labelled(_ run: String) -> UsageError {
        UsageError("people have labelled responses of run \(run); their labels are kept, and it with them")
    }
}
