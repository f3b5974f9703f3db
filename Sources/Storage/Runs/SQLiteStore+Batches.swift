import GRDB
import Records

extension SQLiteStore: BatchStore {
    package func keep(_ batch: BatchRecord, in run: String) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: """
                    INSERT INTO model_batch (run, name, role, provider, id, state, sent_at, tests)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (run, name) DO UPDATE SET id = excluded.id, state = excluded.state
                    """,
                arguments: [
                    try database.runNumber(of: run), batch.name, batch.role.rawValue, batch.provider, batch.id,
                    batch.state.rawValue, batch.sentAt, batch.tests.joined(separator: " "),
                ])
        }
    }

    package func batches(of run: String) async throws -> [BatchRecord] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM model_batch WHERE run = ? ORDER BY sent_at, name",
                arguments: [try database.runNumber(of: run)]
            ).map { try BatchRecord(stored: $0) }
        }
    }

    package func batchSummary(of run: String) async throws -> BatchSummary? {
        try await read { database in
            let number = try database.runNumber(of: run)
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT (SELECT COUNT(*) FROM model_batch WHERE run = :run AND id IS NOT NULL) AS batches,
                        COUNT(*) AS replies, TOTAL(cost) AS cost, TOTAL(saved) AS saved
                    FROM (
                        SELECT cost, saved FROM turn_reply WHERE run = :run AND saved IS NOT NULL
                        UNION ALL
                        SELECT cost, saved FROM response r WHERE run = :run AND saved IS NOT NULL
                            AND NOT EXISTS (SELECT 1 FROM turn_reply t WHERE t.run = :run AND t.ordinal = r.ordinal)
                        UNION ALL
                        SELECT cost, saved FROM model_call WHERE run = :run AND saved IS NOT NULL
                    )
                    """, arguments: ["run": number])
            return row.flatMap { BatchSummary(stored: $0) }
        }
    }
}

extension BatchRecord {
    /// The batch of a row.
    init(stored row: some StoredRow) throws {
        let tests: String = row["tests"]
        self.init(
            name: row["name"], role: try row.word("role"), provider: row["provider"], id: row["id"],
            state: try row.word("state"), sentAt: row["sent_at"], tests: tests.split(separator: " ").map(String.init))
    }
}

extension BatchSummary {
    /// The sums of a row; nil without a batch.
    init?(stored row: some StoredRow) {
        let batches: Int = row["batches"]
        guard batches > 0 else { return nil }
        self.init(batches: batches, replies: row["replies"], cost: row["cost"], saved: row["saved"])
    }
}
