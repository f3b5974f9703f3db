import Foundation
import TestSupport
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

    private func connection(_ base: String, sending text: String = "") throws -> RawHTTP {
        let connection = try RawHTTP(port: try #require(UInt16(base.split(separator: ":").last ?? "")))
        connection.send(text)
        return connection
    }

    @Test("they are closed when their time is over, whatever they have sent")
    func late() async throws {
        try await withServer(server(.init(request: .milliseconds(200)))) { base in
            for half in Self.halves {
                let connection = try connection(base, sending: half)
                // Reads until the server closes; a server that never does fails at the connection's own limit.
                #expect(connection.isClosedAfterReading(), "\(half.debugDescription)")
            }
        }
    }

    @Test("who sends a byte now and then has no more time than others")
    func dripping() async throws {
        try await withServer(server(.init(request: .milliseconds(300)))) { base in
            let connection = try connection(base)
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
            var waiting: [RawHTTP] = []
            for number in 0..<600 {
                waiting.append(try connection(base, sending: Self.halves[1 + number % 3]))
            }
            for _ in 0..<20 {
                #expect(try connection(base, sending: Self.whole).read { !$0.isEmpty }.hasPrefix("HTTP/1.1 200"))
            }
            // The oldest go first; those that are left are at most as many as are waited for.
            for connection in waiting.prefix(600 - 64) { #expect(connection.isClosedAfterReading()) }
        }
    }
}
