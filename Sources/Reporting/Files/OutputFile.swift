import Glibc

/// A file that appears under its name only when it is whole: written beside it, then renamed.
package final class OutputFile: Sendable {
    private let path: String
    private let temporary: String
    private let descriptor: Int32

    /// Begins the file `path`.
    ///
    /// - Throws: ``ReportError`` when it can't be created.
    package init(path: String) throws(ReportError) {
        self.path = path
        temporary = "\(path).\(getpid()).part"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ReportError.system(errno, path: path) }
    }

    deinit {
        // After `commit` the temporary name is gone, and removing it does nothing.
        close(descriptor)
        unlink(temporary)
    }

    /// Appends `bytes`.
    package func write(_ bytes: [UInt8]) throws(ReportError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                throw ReportError.system(errno, path: path)
            }
            rest = rest.dropFirst(written)
        }
    }

    /// Makes the file durable and gives it its name.
    package func commit() throws(ReportError) {
        guard fsync(descriptor) == 0 || errno == EINVAL, rename(temporary, path) == 0 else {
            throw ReportError.system(errno, path: path)
        }
    }

    /// Writes a whole file.
    ///
    /// - Throws: ``ReportError``.
    package static func write(_ bytes: [UInt8], to path: String) throws(ReportError) {
        let file = try OutputFile(path: path)
        try file.write(bytes)
        try file.commit()
    }

    /// Makes `path` and the folders above it.
    ///
    /// - Throws: ``ReportError``.
    package static func makeFolder(_ path: String) throws(ReportError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part
            guard mkdir(made, 0o755) == 0 || errno == EEXIST || isFolder(made) else {
                throw ReportError.folder(path: path, reason: ReportError.reason(errno))
            }
            made += "/"
        }
        guard isFolder(path) else {
            throw ReportError.folder(path: path, reason: "something that is not a folder has that name")
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
