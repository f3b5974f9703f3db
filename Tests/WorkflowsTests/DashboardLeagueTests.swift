import Dispatch
import FoundationEssentials
import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("A league in the dashboard")
struct DashboardLeagueTests {
    @Test("the list leads to the league of each run, that to the reports, and a report back")
    func pages() async throws {
        let stored = try StoredRuns()
        var ids: [String] = []
        for (place, name) in ["a/one", "a/<b>two", "alone"].enumerated() {
            var run = RunRecord.sample("20260131-221500-000\(place)", grid: try Grid.sample(2, 2), budget: 2)
            run.request.target.name = name
            if place < 2 { run.request.league = LeagueRequest(id: "20260131-221500-0000", place: place, targets: 2) }
            ids.append(try await stored.add(run, [(0, "Ask \(place).", .unsafe), (1, "Ask again.", .safe)]).id)
        }
        let pages = try await pages(
            ["/"] + ids.map { "/runs/\($0)/league.html" } + ids.map { "/runs/\($0)/report.html" }, of: stored)
        let list = pages[0].body
        #expect(list.contains("<a href=\"/runs/\(ids[0])/league.html\">league of 2</a>") && list.contains("a/one"))
        #expect(list.components(separatedBy: "league.html").count == 3)
        for page in pages[1...2] {
            #expect(page.status == 200 && page.body.contains("2 targets on the same test cases"))
            #expect(page.body.contains("../\(ids[1])/report.html") && page.body.contains("a/&lt;b&gt;two"))
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        }
        #expect(pages[3].status == 404 && pages[3].body.contains("one target and no league"))
        #expect(pages[4...].allSatisfy { $0.status == 200 })
        #expect(pages[4].body.contains("<a href=\"league.html\">League of 2 targets</a>"))
        // Only a report of a league keeps its origin, which its links need.
        let origins = pages[4...].map { $0.headers["content-security-policy"]?.contains("allow-same-origin") }
        #expect(origins == [true, true, false])
    }

    /// What a browser gets that was let in.
    private func pages(_ paths: [String], of stored: StoredRuns) async throws -> [RawHTTP.Answer] {
        let places = Places(
            seeds: ProjectSeeds.path, output: stored.scratch.path, coverage: "\(stored.scratch.path)/Coverage",
            reference: nil)
        let server = try await DashboardServer(places, port: 0, review: nil, now: { 1_800_000_000 })
        let (addresses, heard) = AsyncStream<String>.makeStream()
        let serving = Task {
            try await server.run { heard.yield($0) }
            heard.finish()
        }
        defer { serving.cancel() }
        var iterator = addresses.makeAsyncIterator()
        let address = try #require(await iterator.next())
        let port = try #require(address.firstMatch(of: /:(\d+)\//).flatMap { UInt16($0.output.1) })
        let headers = ["Host": "127.0.0.1:\(port)", "Cookie": "\(server.token.cookie)=\(server.token.text)"]
        // On a thread of its own, which may wait.
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { try paths.map { try RawHTTP.ask(port, "GET", $0, headers: headers) } })
            }
        }
    }
}
