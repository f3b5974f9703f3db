import Foundation

/// A connection to this machine that sends exactly the bytes of a test, which no client library would.
package final class RawHTTP {
    /// An answer, read whole.
    package struct Answer {
        /// Status; 0 when none came.
        package let status: Int
        /// Names in lower case; the last of several counts.
        package let headers: [String: String]
        /// The body, as text.
        package let body: String
    }

    /// Nothing listens at the port.
    package struct Refused: Error {}

    private let descriptor: Int32
    private var received = ""

    /// Connects to a port of this machine.
    package init(port: UInt16) throws {
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
        guard result == 0 else { throw Refused() }
        // A server that hangs fails the test instead of stopping all of them.
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Whether the whole text could be sent.
    @discardableResult
    package func send(_ text: String) -> Bool {
        text.withCString { Glibc.send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) } == text.utf8.count
    }

    /// Reads until what came contains what is asked for, or nothing more comes; the whole of what came.
    @discardableResult
    package func read(until isEnough: (String) -> Bool) -> String {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !isEnough(received) {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            received += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
        return received
    }

    /// Reads to the end; false when none comes.
    package func isClosedAfterReading() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 { continue }
            return count == 0 || errno == ECONNRESET
        }
    }

    /// One request and its answer.
    package static func ask(
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
