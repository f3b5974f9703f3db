import GRDB
import Records

extension SQLiteStore: ProgressStore {
    package func states() async throws -> [(id: String, state: RunState)] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT id, state FROM run ORDER BY started_at DESC, number DESC")
                .map { (id: $0["id"], state: try $0.word("state")) }
        }
    }

    package func counts(of run: String, at time: Double) async throws -> RunCounts {
        try await read { database in
            let number = try database.runNumber(of: run)
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT (SELECT COUNT(*) FROM verdict WHERE run = :run) AS judged,
                        (SELECT COUNT(*) FROM verdict WHERE run = :run AND label = 'unsafe') AS findings,
                        (SELECT COUNT(*) FROM failure WHERE run = :run) AS failed,
                        EXISTS (SELECT 1 FROM planned_test JOIN run r ON r.number = :run
                            WHERE run = :run AND lease_expires > :now AND r.state = 'unfinished') AS worked
                    """,
                arguments: ["run": number, "now": time])
            return RunCounts(
                judged: row?["judged"] ?? 0, findings: row?["findings"] ?? 0, failed: row?["failed"] ?? 0,
                isWorkedOn: row?["worked"] ?? false)
        }
    }
}
