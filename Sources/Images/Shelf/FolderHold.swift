import Foundations
import Glibc

/// A folder held open, and locked for as long as the process lives: shared by all that write to it, or by one alone.
///
/// The system lets go of the lock when the process ends, in whatever way.
final class FolderHold: Sendable {
    private let descriptor: Int32
    private let path: String
    /// How many have asked for the names to be on the disk, and how many of them are served.
    private let (asked, written) = (Locked(0), Locked(0))

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ShelfFault.failed(path, errno) }
        share()
    }

    deinit { close(descriptor) }

    /// Holds it together with others.
    func share() { flock(descriptor, LOCK_SH) }

    /// Whether nobody else holds it; then it is held alone until ``share()``.
    func takeAlone() -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        // A failed change from a shared lock to a sole one may have given up the shared lock: it is taken again.
        share()
        return false
    }

    /// Waits until the names that the folder has now are on the disk. Those who wait at the same time wait for one write.
    func makeDurable() throws {
        let own = asked.withLock { asked in
            asked += 1
            return asked
        }
        try written.withLock { written in
            guard written < own else { return }
            let covered = asked.withLock { $0 }
            guard fsync(descriptor) == 0 else { throw ShelfFault.failed(path, errno) }
            written = covered
        }
    }
}

/// Whole files.
enum FileBytes {
    /// Writes a file; durable when it returns.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw ShelfFault.failed(path, errno) }
        defer { close(file) }
        try bytes.withUnsafeBytes { rest in
            var rest = rest[...]
            while !rest.isEmpty {
                let count = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard count >= 0 || errno == EINTR else { throw ShelfFault.failed(path, errno) }
                rest = rest.dropFirst(max(count, 0))
            }
        }
        guard fdatasync(file) == 0 else { throw ShelfFault.failed(path, errno) }
    }

    /// The bytes of a file; nil when there is none, or when it is larger than `limit`.
    static func read(_ path: String, atMost limit: Int) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, Int(status.st_size) <= limit else { return nil }
        let size = Int(status.st_size)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size, let base = buffer.baseAddress {
                let got = Glibc.read(file, base + count, size - count)
                guard got > 0 || (got < 0 && errno == EINTR) else { break }
                count += max(got, 0)
            }
        }
        return bytes.count == size ? bytes : nil
    }
}
