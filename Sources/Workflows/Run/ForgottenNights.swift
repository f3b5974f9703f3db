import Foundation
import Records
import Storage

/// Nights that were rotated out.
enum ForgottenNights {
    /// Removes what is left of them on this machine: a process may have been killed after it forgot the run, another machine
    /// may have forgotten it, and a worker has copies of the images.
    ///
    /// - Throws: ``StoreError``; an error of the file system.
    static func removeFolders(in output: String, store: any RunStore & NightStore) async throws {
        let left = Set(try await store.states().map(\.id))
        for night in try await store.nights().map(\.run) where !left.contains(night) {
            let folder = "\(output)/\(night)"
            if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
        }
    }
}
