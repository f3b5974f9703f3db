import Foundation
import TestSupport
import Testing

/// A `sextant serve` that a test has started, and what it takes to be let in.
final class Dashboard {
    let port: UInt16
    let token: String
    let process: Process
    private let cookie: String

    /// Starts a server on a free port in the program's folder.
    init(_ program: Program, _ options: [String] = []) throws {
        let started = try program.start(["serve", "--port", "0"] + options)
        process = started.process
        var line = ""
        while !line.contains("\n") {
            let data = started.output.fileHandleForReading.availableData
            if data.isEmpty { break }
            line += String(decoding: data, as: UTF8.self)
        }
        let address = /^http:\/\/127\.0\.0\.1:(\d+)\/\?token=([0-9a-f]{64})\n/
        let match = try #require(line.firstMatch(of: address), "\(line)")
        port = try #require(UInt16(match.output.1))
        token = String(match.output.2)
        let answer = try RawHTTP.ask(port, "GET", "/?token=\(token)", headers: ["Host": "127.0.0.1:\(port)"])
        cookie = String(answer.headers["set-cookie"]?.split(separator: ";").first ?? "")
    }

    deinit {
        if process.isRunning { process.terminate() }
    }

    /// What a browser that was let in sends; `headers` replace it, an empty value leaves it out.
    func headers(_ headers: [String: String] = [:]) -> [String: String] {
        ["Host": "127.0.0.1:\(port)", "Cookie": cookie].merging(headers) { _, new in new }.filter { !$0.value.isEmpty }
    }

    func get(_ path: String, _ headers: [String: String] = [:]) throws -> RawHTTP.Answer {
        try RawHTTP.ask(port, "GET", path, headers: self.headers(headers))
    }

    func post(_ path: String, _ body: String, _ headers: [String: String] = [:]) throws -> RawHTTP.Answer {
        let own = ["Origin": "http://127.0.0.1:\(port)", "Content-Type": "application/json"]
        return try RawHTTP.ask(
            port, "POST", path, headers: self.headers(own.merging(headers) { _, new in new }), body: body)
    }

    /// Listens to the events.
    func listen() throws -> RawHTTP {
        let connection = try RawHTTP(port: port)
        let lines = ["GET /events HTTP/1.1"] + headers().map { "\($0.key): \($0.value)" }
        connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n")
        return connection
    }
}
