import GRDB
import PostgreSQL
import Records

extension PostgresStore: BatchStore {
    package func keep(_ batch: BatchRecord, in run: String) async throws {
        _ = try await write(
            """
            INSERT INTO model_batch (run, name, role, provider, id, state, sent_at, tests)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (run, name) DO UPDATE SET id = excluded.id, state = excluded.state
            """,
            [
                try await number(of: run), batch.name, batch.role.rawValue, batch.provider, batch.id,
                batch.state.rawValue, batch.sentAt, batch.tests.joined(separator: " "),
            ])
    }

    package func batches(of run: String) async throws -> [BatchRecord] {
        let rows = try await read(
            "SELECT * FROM model_batch WHERE run = $1 ORDER BY sent_at, name", [try await number(of: run)])
        return try decode { try rows.records.map { try BatchRecord(stored: $0) } }
    }

    package func batchSummary(of run: String) async throws -> BatchSummary? {
        let rows = try await read(
            """
            SELECT (SELECT COUNT(*) FROM model_batch WHERE run = $1 AND id IS NOT NULL) AS batches,
                COUNT(*) AS replies, COALESCE(SUM(cost), 0)::float8 AS cost, COALESCE(SUM(saved), 0)::float8 AS saved
            FROM (
                SELECT cost, saved FROM turn_reply WHERE run = $1 AND saved IS NOT NULL
                UNION ALL
                SELECT cost, saved FROM response r WHERE run = $1 AND saved IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM turn_reply t WHERE t.run = $1 AND t.ordinal = r.ordinal)
                UNION ALL
                SELECT cost, saved FROM model_call WHERE run = $1 AND saved IS NOT NULL
            ) calls
            """, [try await number(of: run)])
        return rows.records.first.flatMap { BatchSummary(stored: $0) }
    }
}
