import Foundation
import Glibc

/// Sends the prompts of a run to several servers at once, over plain sockets in one loop that does nothing else: the least time that
/// this machine takes for the same requests, servers included.
struct BareClient {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private struct Connection {
        let socket: Int32
        let server: Int
        /// What has come of the response.
        var bytes: [UInt8] = []
    }

    private let requests: [[[UInt8]]]
    private var next: [Int]
    private var connections: [Connection] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private(set) var responses = 0

    /// - Parameters:
    ///   - ports: of the servers on loopback
    ///   - prompts: what each of them is asked
    ///   - concurrency: connections to each
    init(ports: [UInt16], prompts: [String], concurrency: Int) throws {
        requests = try ports.map { port in
            try prompts.map { prompt in
                let body = try JSONSerialization.data(
                    withJSONObject: ["model": "bench", "messages": [["role": "user", "content": prompt]]])
                let head =
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: */*\r\n"
                    + "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n"
                return Array(head.utf8) + body
            }
        }
        next = Array(repeating: 0, count: ports.count)
        for _ in 0..<concurrency {
            for (place, port) in ports.enumerated() {
                connections.append(Connection(socket: try Self.connect(to: port), server: place))
            }
        }
    }

    private static func connect(to port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, result == 0 else { throw Failure(description: "port \(port): errno \(errno)") }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    /// Sends everything, and waits for the last response.
    mutating func run() throws {
        var waiting = connections.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
        var open = 0
        for place in connections.indices where try send(on: place) { open += 1 }
        while open > 0 {
            guard poll(&waiting, nfds_t(waiting.count), 10_000) > 0 else {
                throw Failure(description: "no response in 10 s; \(responses) came")
            }
            for place in waiting.indices where waiting[place].revents != 0 {
                guard try read(from: place) else { continue }
                responses += 1
                if try !send(on: place) {
                    open -= 1
                    waiting[place].fd = -1
                }
            }
        }
        for connection in connections { close(connection.socket) }
    }

    /// Sends the server's next request; false when there is none.
    private mutating func send(on place: Int) throws -> Bool {
        let server = connections[place].server
        guard next[server] < requests[server].count else { return false }
        let request = requests[server][next[server]]
        next[server] += 1
        guard Glibc.send(connections[place].socket, request, request.count, 0) == request.count else {
            throw Failure(description: "a request was not taken: errno \(errno)")
        }
        return true
    }

    /// Whether a response is there as a whole.
    private mutating func read(from place: Int) throws -> Bool {
        let count = recv(connections[place].socket, &buffer, buffer.count, 0)
        guard count > 0 else { throw Failure(description: "a connection was closed: errno \(errno)") }
        connections[place].bytes += buffer[..<count]
        guard try Self.isWhole(connections[place].bytes) else { return false }
        connections[place].bytes.removeAll(keepingCapacity: true)
        return true
    }

    private static func isWhole(_ bytes: [UInt8]) throws -> Bool {
        let end = Array("\r\n\r\n".utf8)
        guard let blank = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else { return false }
        let head = String(decoding: bytes[..<blank], as: UTF8.self).lowercased()
        guard head.hasPrefix("http/1.1 200"), let field = head.range(of: "content-length: "),
            let length = Int(head[field.upperBound...].prefix { $0.isNumber })
        else { throw Failure(description: "a response that is none: \(head.prefix(80))") }
        return bytes.count >= blank + end.count + length
    }
}
