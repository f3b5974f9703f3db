import Foundations
import HTTPTransport
import Retrieval
import Testing

@testable import Workflows

@Suite("Images at an address")
struct ImageDownloadTests {
    /// Gives one response after the other, the last for ever.
    private final class Host: HTTPClient {
        let statuses: [Int]
        let asked = Locked(0)

        init(_ statuses: [Int]) { self.statuses = statuses }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            let turn = asked.withLock { asked in
                asked += 1
                return asked
            }
            return HTTPResponse(status: statuses[min(turn, statuses.count) - 1], headers: [:], body: [1, 2, 3])
        }
    }

    private func download(_ host: Host) -> ImageDownload {
        ImageDownload(host, connections: 2, retry: RetryPolicy(maxAttempts: 4, baseDelay: .zero))
    }

    @Test(
        "A host that is ill for a moment costs no image that is paid for", arguments: [[503], [500, 502], [429, 408]])
    func again(statuses: [Int]) async throws {
        let host = Host(statuses + [200])
        #expect(try await download(host).bytes(at: "http://127.0.0.1/a.png", isOwn: true) == [1, 2, 3])
        #expect(host.asked.withLock { $0 } == statuses.count + 1)
    }

    @Test(
        "What another attempt does not mend is asked for once; what stays ill is told", arguments: [(404, 1), (503, 4)])
    func failing(status: Int, attempts: Int) async {
        let host = Host([status])
        await #expect(throws: FetchError.status(status)) {
            try await download(host).bytes(at: "http://127.0.0.1/a.png", isOwn: true)
        }
        #expect(host.asked.withLock { $0 } == attempts)
    }

    @Test("An address that is not public is asked for nothing unless the model's own server keeps it")
    func privateAddress() async {
        let host = Host([200])
        await #expect(throws: UsageError.self) {
            try await download(host).bytes(at: "http://127.0.0.1/a.png", isOwn: false)
        }
        #expect(host.asked.withLock { $0 } == 0)
    }
}
