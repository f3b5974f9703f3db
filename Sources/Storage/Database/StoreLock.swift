import Foundation

/// The right to write to a store: one process on a machine has it. The system takes it back when the process ends,
/// however it ends.
final class StoreLock: Sendable {
    /// Name of the lock's file, beside the store.
    static let fileName = "sextant.lock"
    private let descriptor: Int32

    /// Takes the lock at once or not at all.
    ///
    /// - Parameters:
    ///   - path: the lock's file, made when it is missing
    ///   - store: the store it stands for, for messages
    /// - Throws: ``StoreError/busy(path:process:)`` when another process has it; ``StoreError/notWritable(path:detail:)``.
    init(path: String, store: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw errno == ENOSPC
                ? StoreError.diskFull(path: store) : StoreError.notWritable(path: store, detail: Self.systemMessage)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.text(of: descriptor)
            close(descriptor)
            throw StoreError.busy(path: store, process: holder.isEmpty ? "another process" : "process \(holder)")
        }
        self.descriptor = descriptor
        let text = Array("\(getpid())".utf8)
        // The number is for messages only: a lock without it is as good.
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    deinit {
        close(descriptor)
    }

    private static var systemMessage: String { String(cString: strerror(errno)) }

    private static func text(of descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).filter(\.isNumber)
    }
}
