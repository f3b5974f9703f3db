import Foundations
import Testing

@testable import ChatModels

@Suite("Open sessions of applications")
struct OpenSessionsTests {
    @Test("all open sessions end at the same time, and one that does not end is left", .timeLimit(.minutes(1)))
    func allSessions() async throws {
        let sessions = OpenSessions()
        let ended = Locked<[Int]>([])
        let numbers = (0..<3).map { place in
            sessions.begin {
                if place == 1 { try? await Task.sleep(for: .seconds(3600)) }
                ended.withLock { $0.append(place) }
            }
        }
        await sessions.end(numbers[0])
        await sessions.end(numbers[0])
        #expect(ended.withLock { $0 } == [0] && sessions.count == 2)
        await sessions.endAll(within: .milliseconds(50))
        // The wait of the one is cut, not waited for.
        #expect(ended.withLock { Set($0) } == [0, 1, 2] && sessions.count == 0)
    }
}
