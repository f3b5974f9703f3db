import GRDB
import Records
import SafetyGrid

extension SQLiteStore: NightStore {
    package func begin(_ night: NightRecord, with run: RunRecord) async throws {
        let settings = try JSONColumn.text(of: RunSettingsColumn(run))
        let grid = try JSONColumn.text(of: run.grid)
        try await database.writeUncancelled(path: path) { database in
            try database.insert(run, settings: settings, grid: grid)
            try database.execute(
                sql: "INSERT INTO night (run, phase, started_at, deadline, last_run, passed) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    night.run, night.phase.rawValue, night.startedAt, night.deadline, night.lastRun, night.passed,
                ])
        }
    }

    package func nights() async throws -> [NightRecord] {
        try await read { database in
            try NightRecord.fetchAll(database, sql: "SELECT * FROM night ORDER BY number DESC")
        }
    }

    package func update(_ night: NightRecord) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: "UPDATE night SET phase = ?, passed = ? WHERE run = ?",
                arguments: [night.phase.rawValue, night.passed, night.run])
            guard database.changesCount == 1 else { throw try database.noSuchRun(night.run) }
        }
    }

    package func record(_ retest: Retest, in night: String) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO retest
                    (night, run, ordinal, attempt, response, label, behaviour, oracle, confidence, reason)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    night, retest.run, retest.ordinal, retest.attempt, retest.response.bytes,
                    retest.verdict.label.rawValue,
                    retest.verdict.behaviour.rawValue, retest.verdict.oracle, retest.verdict.confidence,
                    retest.verdict.reason.bytes,
                ])
        }
    }

    package func retests(of night: String) async throws -> [Retest] {
        try await read { database in
            try Retest.fetchAll(
                database, sql: "SELECT * FROM retest WHERE night = ? ORDER BY run, ordinal, attempt", arguments: [night]
            )
        }
    }

    package func record(_ entry: AuditEntry) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: "INSERT INTO audit (time, user, host, command, run, target) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [entry.time, entry.user, entry.host, entry.command, entry.run, entry.target])
        }
    }

    package func auditTrail() async throws -> [AuditEntry] {
        try await read { database in
            try AuditEntry.fetchAll(database, sql: "SELECT * FROM audit ORDER BY number DESC")
        }
    }
}

extension NightRecord: FetchableRecord {
    package init(row: Row) throws {
        try self.init(stored: row)
    }

    init(stored row: some StoredRow) throws {
        self.init(
            run: row["run"], phase: try row.word("phase"), startedAt: row["started_at"], deadline: row["deadline"],
            lastRun: row["last_run"], passed: row["passed"])
    }
}

extension Retest: FetchableRecord {
    package init(row: Row) throws {
        try self.init(stored: row)
    }

    init(stored row: some StoredRow) throws {
        self.init(
            run: row["run"], ordinal: row["ordinal"], attempt: row["attempt"],
            response: row.fullText("response") ?? "", verdict: try Verdict(stored: row))
    }
}

extension AuditEntry: FetchableRecord {
    package init(row: Row) {
        self.init(stored: row)
    }

    init(stored row: some StoredRow) {
        self.init(
            time: row["time"], user: row["user"], host: row["host"], command: row["command"], run: row["run"],
            target: row["target"])
    }
}

extension Database {
    /// Adds a run with no tests.
    func insert(_ run: RunRecord, settings: String, grid: String) throws {
        try execute(
            sql: """
                INSERT INTO run (id, started_at, state, target, settings, grid_id, grid, simulated, seconds)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                run.id, run.startedAt, run.state.rawValue, run.request.target.model, settings, run.grid.id, grid,
                run.simulated, run.seconds,
            ])
    }
}
