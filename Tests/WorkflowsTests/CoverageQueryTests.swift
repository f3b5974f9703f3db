import Records
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Which runs coverage counts")
struct CoverageQueryTests {
    @Test(
        "one model under two names is two targets, and neither is an earlier epoch of the other",
        arguments: [
            (nil, [["plain"], ["ruled"]]), ("with rules", [["ruled"]]), ("simulated/default", [["plain"], ["ruled"]]),
        ])
    func names(_ target: String?, _ expected: [[String]]) async throws {
        let runs = try StoredRuns()
        let grid = try Sample.smallGrid()
        var ruled = RunRecord.sample("ruled", grid: grid)
        (ruled.request.target.name, ruled.request.target.systemPrompt) = ("with rules", "Be kind.")
        (ruled.basis.epoch, ruled.startedAt) = ("2", 1000)
        try await runs.add(ruled, [(0, "a", .safe)])
        var plain = RunRecord.sample("plain", grid: grid)
        (plain.basis.epoch, plain.startedAt) = ("1", 2000)
        try await runs.add(plain, [(1, "b", .unsafe)])
        let query = CoverageQuery(runs: [], target: target, allEpochs: false, strength: nil, depth: 1)
        let groups = try await query.groups(in: runs.store)
        #expect(groups.map { $0.runs.map(\.id) } == expected)
        #expect(groups.allSatisfy { $0.leftOut == 0 })
    }
}
