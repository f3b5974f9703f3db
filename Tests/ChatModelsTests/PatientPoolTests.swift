import Foundation
import Testing

@testable import ChatModels

/// Connections that send half a request and then nothing.
@Suite(.serialized) struct PatientPoolTests {
    private static let halves = [
        "", "GET /v1/models HT", "GET /v1/models HTTP/1.1\r\nHost: x\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{\"model\":",
        "GET /v1/models HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n",
    ]
    private static let whole = "GET /v1/models HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    private func server(_ patience: PatientPool.Limits) throws -> SimulatedServer {
        var settings = SimulatedServer.Settings(port: 0)
        settings.patience = patience
        return SimulatedServer(
            SimulatedModel(profile: try SimulatedProfile(id: "default", seeds: TestSeeds.path)), settings: settings)
    }

    @Test("they are closed when their time is over, whatever they have sent")
    func late() async throws {
        try await withServer(server(.init(request: .milliseconds(200)))) { base in
            for half in Self.halves {
                let connection = try Connection(base)
                connection.send(half)
                // Reads until the server closes; a server that never does fails at the connection's own limit.
                #expect(connection.isClosedAfterReading(), "\(half.debugDescription)")
            }
        }
    }

    @Test("who sends a byte now and then has no more time than others")
    func dripping() async throws {
        try await withServer(server(.init(request: .milliseconds(300)))) { base in
            let connection = try Connection(base)
            let header = "GET /v1/models HTTP/1.1\r\nX: " + String(repeating: "a", count: 100_000)
            let sent = header.unicodeScalars.firstIndex { scalar in
                usleep(10_000)
                return !connection.send(String(scalar))
            }
            #expect(sent != nil)
        }
    }

    @Test("six hundred of them keep nobody from being served, and most are closed at once")
    func many() async throws {
        try await withServer(server(.init(request: .seconds(600), waiting: 64))) { base in
            var waiting: [Connection] = []
            for number in 0..<600 {
                let connection = try Connection(base)
                connection.send(Self.halves[1 + number % 3])
                waiting.append(connection)
            }
            for _ in 0..<20 {
                #expect(try Connection(base).answer(to: Self.whole).hasPrefix("HTTP/1.1 200"))
            }
            // The oldest go first; those that are left are at most as many as are waited for.
            for connection in waiting.prefix(600 - 64) { #expect(connection.isClosedAfterReading()) }
        }
    }
}

/// A socket to a server on this machine.
private final class Connection {
    private let descriptor: Int32

    init(_ base: String) throws {
        let port = try #require(UInt16(base.split(separator: ":").last ?? ""))
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Whether the text could be sent.
    @discardableResult
    func send(_ text: String) -> Bool {
        text.withCString { Glibc.send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) } == text.utf8.count
    }

    func answer(to request: String) -> String {
        send(request)
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    /// Reads to the end; false when none comes.
    func isClosedAfterReading() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 { continue }
            return count == 0 || errno == ECONNRESET
        }
    }
}
