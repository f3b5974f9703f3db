import Foundation
import Foundations
import PostgreSQL

/// A private PostgreSQL on a socket, which ends when this process does, however it ends.
///
/// `@unchecked`, because the handles are used under `lock` alone.
package final class PostgresServer: @unchecked Sendable {
    /// Where it is.
    package let url: String
    private let commands: FileHandle
    private let replies: FileHandle
    private let lock = Locked(0)

    /// What a test that is skipped says.
    package static let missing = "PostgreSQL is not installed: scripts/setup --tests installs it"

    /// Whether its programs are on this machine.
    package static let isInstalled: Bool = {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        return folders.contains { FileManager.default.fileExists(atPath: "/usr/lib/postgresql/\($0)/bin/initdb") }
    }()

    /// The server that all tests share which leave it running.
    package static let shared = Result { try PostgresServer() }

    /// Starts one, which takes about two seconds.
    ///
    /// - Parameter tls: whether it is reached by TLS and with a password, as the URL says, instead of a socket
    package init(tls: Bool = false) throws {
        let script = URL(fileURLWithPath: ProjectSeeds.path).deletingLastPathComponent()
            .appendingPathComponent("scripts/temporary-postgres")
        let (input, output) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = script
        process.arguments = tls ? ["--tls"] : []
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // The script ends when the last writer does, and no child of this process may be one.
        _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        commands = input.fileHandleForWriting
        replies = output.fileHandleForReading
        url = Self.line(from: replies)
        guard PostgresAddress.isURL(url) else { throw POSIXError(.ENOENT) }
    }

    /// Stops it at once, as a crash would.
    package func stop() throws { try command("stop") }

    /// Starts it again, on the same data.
    package func start() throws { try command("start") }

    /// The URL of a new and empty schema.
    package func emptySchema() async throws -> String {
        let name = "t\(Secret.drawn(words: 1))"
        let connection = try await PostgresConnection.open(PostgresAddress(url))
        try await connection.run([PostgresQuery("CREATE SCHEMA \(name)", isPrepared: false)])
        // The name stands last in the URL, and in what connections call themselves.
        return "\(url)&application_name=sextant%20\(name)&options=-csearch_path%3D\(name)"
    }

    private func command(_ word: String) throws {
        try lock.withLock { _ in
            try commands.write(contentsOf: Data("\(word)\n".utf8))
            guard Self.line(from: replies) == word else { throw POSIXError(.EIO) }
        }
    }

    private static func line(from handle: FileHandle) -> String {
        var bytes: [UInt8] = []
        while let byte = try? handle.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
