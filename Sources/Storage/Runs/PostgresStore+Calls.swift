import GRDB
import PostgreSQL
import Records

extension PostgresStore: CallStore {
    package func record(_ call: ModelCall, in run: String) async throws {
        try await commit(.call(call, run: run))
    }

    package func callTotals(of run: String) async throws -> CallTotals {
        let row = try await read(
            """
            SELECT COALESCE(SUM(cost), 0) AS cost,
                SUM(COALESCE(input_tokens, 0) + COALESCE(output_tokens, 0))::bigint AS tokens
            FROM model_call WHERE run = $1 AND NOT cached
            """, [try await number(of: run)]
        ).records.first
        return CallTotals(cost: row?["cost"] ?? 0, tokens: row?["tokens"] ?? 0)
    }

    package func countSession(_ change: Int, of run: String) async throws {
        try await commit(.sessions(change, run: run))
    }

    package func takeOpenSessions(of run: String) async throws -> Int {
        let number = try await number(of: run)
        let count = try await read("SELECT open_sessions FROM run WHERE number = $1", [number]).records.first.map {
            $0["open_sessions"] as Int
        }
        // What others count meanwhile stays.
        _ = try await write(
            "UPDATE run SET open_sessions = open_sessions - $1 WHERE number = $2", [count ?? 0, number])
        return count ?? 0
    }

    package func keep(_ reply: StoredReply) async throws {
        try await commit(.reply(reply))
    }

    package func reply(for key: String) async throws -> StoredReply? {
        try await read("SELECT model, reply FROM cached_reply WHERE key = $1", [key]).records.first.map {
            StoredReply(key: key, model: $0["model"], json: $0.fullText("reply") ?? "")
        }
    }
}
