import Foundation
import Foundations
import Glibc
import TestSupport

/// Stands between clients and a PostgreSQL on a socket, and cuts a connection when told to: after the server has
/// answered, and before the client hears it.
final class CuttingProxy: Sendable {
    private let folder: TemporaryFolder
    private let server: String
    private let listener: Int32
    private let cuts = Locked(0)

    /// - Parameter url: has the folder of the server's socket as `host=…`
    init(before url: String) throws {
        folder = try TemporaryFolder()
        let host = try Self.host(of: url)
        server = "\(host)/.s.PGSQL.5432"
        listener = try Self.socket(folder(".s.PGSQL.5432"), bind)
        guard listen(listener, 16) == 0 else { throw POSIXError(.EIO) }
        Thread.detachNewThread { [listener, server, cuts] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let upstream = try? Self.socket(server, connect) else { return }
                Thread.detachNewThread { Self.pump(client, upstream, nil) }
                Thread.detachNewThread { Self.pump(upstream, client, cuts) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// The URL by which clients come through here.
    func url(_ url: String) throws -> String {
        url.replacingOccurrences(of: try Self.host(of: url), with: folder.path)
    }

    /// Has the next `count` answers lost, each with its connection.
    func cut(_ count: Int) { cuts.withLock { $0 = count } }

    /// Cuts that are still to come.
    var left: Int { cuts.withLock { $0 } }

    private static func host(of url: String) throws -> String {
        guard let part = url.components(separatedBy: "host=").last?.components(separatedBy: "&").first else {
            throw POSIXError(.EINVAL)
        }
        return part
    }

    /// Forwards bytes until either end closes, or an answer is to be lost.
    private static func pump(_ source: Int32, _ sink: Int32, _ cuts: Locked<Int>?) {
        var bytes = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(source, &bytes, bytes.count)
            guard count > 0 else { break }
            let isCut = cuts?.withLock { left in
                guard left > 0 else { return false }
                left -= 1
                return true
            }
            if isCut == true { break }
            guard send(sink, bytes, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        // The other thread ends with it; descriptors of a test's few connections stay until the process ends.
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(sink, Int32(SHUT_RDWR))
    }

    private static func socket(
        _ path: String, _ use: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32
    ) throws -> Int32 {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard descriptor >= 0, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw POSIXError(.ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                use(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw POSIXError(.ECONNREFUSED) }
        return descriptor
    }
}
