import FaultServer
import Testing

@testable import HTTPTransport

@Suite("The event loop")
struct CurlLoopTests {
    @Test("connections are reused")
    func keepAlive() async throws {
        let server = try FaultHTTPServer()
        let client = try CurlClient()
        for _ in 0..<50 { _ = try await client.send(HTTPRequest(url: server.baseURL)) }
        #expect(server.seen.connections == 1)
        #expect(server.seen.requests == 50)
    }

    @Test("a request that libcurl repeats on a fresh connection is not repeated unseen")
    func repeated() async throws {
        let server = try FaultHTTPServer(otherwise: .sequence([Behaviour(), Behaviour(manner: .reset), Behaviour()]))
        let client = try CurlClient()
        #expect(try await client.send(HTTPRequest(url: server.baseURL)).failedAttempts.isEmpty)
        let response = try await client.send(HTTPRequest(method: "POST", url: server.baseURL, body: [1]))
        #expect(server.seen.requests == 3)
        #expect(response.failedAttempts.map(\.what) == ["connection closed before an answer"])
    }

    @Test("hundreds of requests run at a time and none is lost")
    func many() async throws {
        let server = try FaultHTTPServer(otherwise: .always(.chatCompletion(latency: 20)))
        let client = try CurlClient()
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<600 {
                group.addTask { try await client.send(HTTPRequest(method: "POST", url: server.baseURL)).status }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 600 * 200)
        #expect(server.seen.requests == 600)
        #expect(server.seen.mostOpen > 50)
    }

    @Test("cancelling a task ends its transfer at once")
    func cancel() async throws {
        let server = try FaultHTTPServer(otherwise: .always(Behaviour(manner: .hang)))
        let client = try CurlClient()
        let task = Task { try await client.send(HTTPRequest(url: server.baseURL)) }
        while server.seen.requests == 0 { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        while server.seen.closedByClient == 0 { await Task.yield() }
    }

    @Test("a storm of cancellations leaves the loop working")
    func storm() async throws {
        let server = try FaultHTTPServer(otherwise: .always(Behaviour(latency: 5)))
        let client = try CurlClient()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<300 {
                group.addTask {
                    let task = Task { try await client.send(HTTPRequest(url: server.baseURL)).status == 200 }
                    if index % 3 == 0 { task.cancel() }
                    if index % 3 == 1 {
                        await Task.yield()
                        task.cancel()
                    }
                    do { return try await task.value } catch { return error is CancellationError }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { $0 })
        #expect(try await client.send(HTTPRequest(url: server.baseURL)).status == 200)
    }

    @Test("a task that is already cancelled sends nothing")
    func cancelledBefore() async throws {
        let server = try FaultHTTPServer()
        let client = try CurlClient()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await client.send(HTTPRequest(url: server.baseURL))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.seen.requests == 0)
    }

    @Test("a mailbox that was stopped takes no more")
    func stopped() throws {
        let mailbox = try CurlLoop.start(CurlSettings())
        #expect(mailbox.post(.cancel(1)))
        mailbox.stop()
        mailbox.stop()
        #expect(!mailbox.post(.cancel(2)))
    }

    @Test("stopping answers whoever waits")
    func closing() async throws {
        let server = try FaultHTTPServer(otherwise: .always(Behaviour(manner: .hang)))
        let mailbox = try CurlLoop.start(CurlSettings())
        let error = await #expect(throws: HTTPError.self) {
            _ = try await withCheckedThrowingContinuation { continuation in
                let request = HTTPRequest(url: server.baseURL)
                let id = mailbox.nextID()
                _ = mailbox.post(.start(TransferJob(id: id, host: "h", request: request, continuation: continuation)))
                mailbox.stop()
            }
        }
        #expect(error?.summary == "transport unavailable")
    }
}
