import GRDB
import Records

extension SQLiteStore: CallStore {
    package func record(_ call: ModelCall, in run: String) async throws {
        try await commits.commit(.call(call, run: run))
    }

    package func callTotals(of run: String) async throws -> CallTotals {
        try await read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT TOTAL(cost) AS cost, SUM(IFNULL(input_tokens, 0) + IFNULL(output_tokens, 0)) AS tokens
                    FROM model_call WHERE run = ? AND cached = 0
                    """,
                arguments: [try database.runNumber(of: run)])
            return CallTotals(cost: row?["cost"] ?? 0, tokens: row?["tokens"] ?? 0)
        }
    }

    package func countSession(_ change: Int, of run: String) async throws {
        try await commits.commit(.sessions(change, run: run))
    }

    package func takeOpenSessions(of run: String) async throws -> Int {
        try await database.writeUncancelled(path: path) { database in
            let number = try database.runNumber(of: run)
            let count = try Int.fetchOne(
                database, sql: "SELECT open_sessions FROM run WHERE number = ?", arguments: [number])
            try database.execute(sql: "UPDATE run SET open_sessions = 0 WHERE number = ?", arguments: [number])
            return count ?? 0
        }
    }

    package func keep(_ reply: StoredReply) async throws {
        try await commits.commit(.reply(reply))
    }

    package func reply(for key: String) async throws -> StoredReply? {
        try await read { database in
            let statement = try database.cachedStatement(sql: "SELECT model, reply FROM cached_reply WHERE key = ?")
            return try Row.fetchOne(statement, arguments: [key]).map {
                StoredReply(key: key, model: $0["model"], json: $0["reply"])
            }
        }
    }
}

extension StepWriter {
    func write(_ call: ModelCall, _ run: Int64) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO model_call
                (run, role, model, label, input_tokens, output_tokens, cost, cached, retries, milliseconds, saved)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            run, call.role.rawValue, call.model, call.label, call.usage?.input, call.usage?.output, call.cost,
            call.isCached, call.retries.isEmpty ? nil : try JSONColumn.text(of: call.retries), call.milliseconds,
            call.saved,
        ])
    }

    func write(sessions change: Int, _ run: Int64) throws {
        try database.cachedStatement(sql: "UPDATE run SET open_sessions = open_sessions + ? WHERE number = ?")
            .execute(arguments: [change, run])
    }

    func write(_ reply: StoredReply) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO cached_reply (key, model, reply) VALUES (?, ?, ?)")
        try statement.execute(arguments: [reply.key, reply.model, reply.json])
    }
}
