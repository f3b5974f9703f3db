import Glibc

/// A file that appears under its name only when it is whole: written beside it, then renamed. A link to a file stays one, and what
/// is no file, as a pipe or a device, is written to as it is.
package final class OutputFile: Sendable {
    private let path: String
    /// The name that it has until it is whole; nil for what is written to as it is.
    private let temporary: String?
    private let descriptor: Int32

    /// Begins the file `path`.
    ///
    /// - Throws: ``ReportError`` when it can't be created.
    package init(path: String) throws(ReportError) {
        if let open = Self.opened(path) {
            (self.path, temporary, descriptor) = (path, nil, open)
        } else {
            self.path = Self.resolved(path)
            let draft = "\(self.path).\(getpid()).part"
            temporary = draft
            descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        }
        guard descriptor >= 0 else { throw ReportError.system(errno, path: path) }
    }

    deinit {
        // After `commit` the temporary name is gone, and removing it does nothing.
        close(descriptor)
        if let temporary { unlink(temporary) }
    }

    /// A descriptor of what is no file: a stream of this process, a pipe or a device; below 0 when it can't be opened, nil for a
    /// file or a name that nothing has.
    private static func opened(_ path: String) -> Int32? {
        let streams = ["/dev/stdout": "1", "/dev/stderr": "2"]
        let number = ["/dev/fd/", "/proc/self/fd/"].first(where: path.hasPrefix).map { path.dropFirst($0.count) }
        if let stream = (streams[path] ?? number.map(String.init)).flatMap(Int32.init) { return dup(stream) }
        var status = stat()
        guard stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else { return nil }
        return open(path, O_WRONLY | O_CLOEXEC)
    }

    /// The file that a link leads to; the path itself for all else.
    private static func resolved(_ path: String) -> String {
        guard let found = realpath(path, nil) else { return path }
        defer { free(found) }
        return String(cString: found)
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
        guard let temporary else { return }
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
