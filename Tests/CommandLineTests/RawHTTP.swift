import Foundation
import Testing

/// A connection to this machine that sends exactly the bytes of a test, which no client library would.
final class RawHTTP {
    struct Answer {
        let status: Int
        /// Names in lower case; the last of several counts.
        let headers: [String: String]
        let body: String
    }

    private let descriptor: Int32
    private(set) var received = ""

    init(port: UInt16) throws {
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
        // A server that hangs fails the test instead of stopping all of them.
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        _ = text.withCString { Glibc.send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
    }

    /// Reads until what came contains what is asked for, or nothing more comes.
    @discardableResult
    func read(until isEnough: (String) -> Bool) -> String {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !isEnough(received) {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            received += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
        return received
    }

    /// One request and its answer.
    static func ask(
        _ port: UInt16, _ method: String, _ path: String, headers: [String: String], body: String = ""
    ) throws -> Answer {
        let connection = try RawHTTP(port: port)
        var lines = ["\(method) \(path) HTTP/1.1", "Connection: close"]
        lines += headers.map { "\($0.key): \($0.value)" }
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        let text = connection.read { _ in false }
        let head = text.components(separatedBy: "\r\n\r\n")
        let fields = head[0].components(separatedBy: "\r\n")
        let pairs = fields.dropFirst().map { line -> (String, String) in
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            return (parts.first?.lowercased() ?? "", parts.last ?? "")
        }
        return Answer(
            status: Int(fields[0].split(separator: " ").dropFirst().first ?? "") ?? 0,
            headers: Dictionary(pairs) { _, last in last }, body: head.dropFirst().joined(separator: "\r\n\r\n"))
    }
}
