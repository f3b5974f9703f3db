import GRDB
import Records
import SafetyGrid

extension SQLiteStore: RunStore {
    package func create(_ runs: [RunRecord]) async throws {
        try await database.writeUncancelled(path: path) { database in
            for run in runs {
                try database.insert(
                    run, settings: try JSONColumn.text(of: RunSettingsColumn(run)),
                    grid: try JSONColumn.text(of: run.grid))
            }
        }
    }

    package func run(_ id: String) async throws -> RunRecord {
        try await read { database in
            let found = try RunRecord.fetchOne(database, sql: "SELECT * FROM run WHERE id = ?", arguments: [id])
            guard let found else { throw try database.noSuchRun(id) }
            return found
        }
    }

    package func runs() async throws -> [RunRecord] {
        try await read { database in
            try RunRecord.fetchAll(database, sql: "SELECT * FROM run ORDER BY started_at DESC, number DESC")
        }
    }

    package func update(run id: String, state: RunState, addingSeconds seconds: Double) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: "UPDATE run SET state = ?, seconds = seconds + ? WHERE id = ?",
                arguments: [state.rawValue, max(seconds, 0), id])
            guard database.changesCount == 1 else { throw try database.noSuchRun(id) }
        }
        // Closing the store would do it, and have the process wait; meanwhile the run's files are written.
        database.asyncWriteWithoutTransaction { _ = try? $0.checkpoint(.passive) }
    }

    package func update(settingsOf run: RunRecord) async throws {
        let settings = try JSONColumn.text(of: RunSettingsColumn(run))
        try await database.writeUncancelled(path: path) { database in
            try database.execute(sql: "UPDATE run SET settings = ? WHERE id = ?", arguments: [settings, run.id])
            guard database.changesCount == 1 else { throw try database.noSuchRun(run.id) }
        }
    }

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

    package func forget(run id: String) async throws -> Bool {
        try await database.writeUncancelled(path: path) { database in
            let number = try database.runNumber(of: id)
            let isLabelled = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM human_label WHERE run = ?)", arguments: [number])
            guard isLabelled != true else { return false }
            // Rows that refer to another are deleted before it.
            for table in [
                "further_verdict", "verdict", "repeated_test", "turn_reply", "response", "prompt", "failure",
                "past_failure", "late_calls", "planned_test",
                "model_batch", "model_call", "fairness_sample", "further_oracle", "verified_prompts",
            ] {
                try database.execute(sql: "DELETE FROM \(table) WHERE run = ?", arguments: [number])
            }
            try database.execute(sql: "DELETE FROM retest WHERE night = ?", arguments: [id])
            try database.execute(sql: "DELETE FROM run WHERE number = ?", arguments: [number])
            return true
        }
    }

    /// Reads, with errors in the store's terms.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await database.read(body)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw StoreError(error, path: path)
        }
    }
}

extension Database {
    /// The number that stands for a run in the other tables.
    func runNumber(of id: String) throws -> Int64 {
        let statement = try cachedStatement(sql: "SELECT number FROM run WHERE id = ?")
        guard let number = try Int64.fetchOne(statement, arguments: [id]) else { throw try noSuchRun(id) }
        return number
    }

    /// The error for an unknown run, with the newest that exist.
    func noSuchRun(_ id: String) throws -> StoreError {
        .noSuchRun(
            id,
            known: try String.fetchAll(self, sql: "SELECT id FROM run ORDER BY started_at DESC, number DESC LIMIT 5"))
    }
}

extension RunRecord: FetchableRecord {
    package init(row: Row) throws {
        try self.init(stored: row)
    }

    init(stored row: some StoredRow) throws {
        let settings = try JSONColumn.value(RunSettingsColumn.self, from: row["settings"])
        self.init(
            id: row["id"], startedAt: row["started_at"], state: try row.word("state"), request: settings.request,
            basis: settings.basis, grid: try JSONColumn.value(Grid.self, from: row["grid"]),
            simulated: row["simulated"], seconds: row["seconds"])
    }
}
