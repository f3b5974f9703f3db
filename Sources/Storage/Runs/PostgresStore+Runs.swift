import GRDB
import PostgreSQL
import Records
import SafetyGrid

extension PostgresStore: RunStore {
    package func create(_ runs: [RunRecord]) async throws {
        let queries = try runs.map(Self.insertion)
        _ = try await write { try await $0.run(queries) }
        // Nobody else can know them yet.
        for run in runs { try await lock(run.id) }
    }

    /// Adds a run with no tests.
    static func insertion(of run: RunRecord) throws -> PostgresQuery {
        PostgresQuery(
            """
            INSERT INTO run (id, started_at, state, target, settings, grid_id, grid, simulated, seconds)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            bound: [
                run.id, run.startedAt, run.state.rawValue, run.request.target.model,
                try JSONColumn.text(of: RunSettingsColumn(run)), run.grid.id, try JSONColumn.text(of: run.grid),
                run.simulated, run.seconds,
            ])
    }

    /// How long the lock of a process that has just ended may still be held by the database, in seconds.
    static let lockSeconds = 3.0

    /// Takes the lock of a run, or makes sure that this process still has it.
    ///
    /// - Throws: ``StoreError/runBusy(run:process:)`` when another has it.
    func lock(_ run: String) async throws {
        let number = try await number(of: run)
        let isHeld: Bool
        do {
            // The database may be away while a lease is renewed.
            isHeld = try await writer.retrying { _ in try await locks.take(number, within: Self.lockSeconds) }
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
        guard !isHeld else { return }
        let owner = try await read(
            """
            SELECT name FROM worker WHERE run = $1 AND planner UNION ALL
            SELECT lease_owner FROM planned_test
            WHERE run = $1 AND lease_expires IS NOT NULL AND NOT \(Self.isOfWorker) LIMIT 1
            """, [number]
        ).first?.text
        throw StoreError.runBusy(run: run, process: owner.flatMap(Self.process) ?? "another process")
    }

    /// The process that an owner of leases is, for people.
    private static func process(_ owner: String) -> String? {
        let parts = owner.split(separator: ":")
        return parts.count == 4 ? "process \(parts[2]) on \(parts[1])" : nil
    }

    package func run(_ id: String) async throws -> RunRecord {
        let found = try await read("SELECT * FROM run WHERE id = $1", [id]).records.first
        guard let found else { throw try await writer.noSuchRun(id) }
        return try decode { try RunRecord(stored: found) }
    }

    package func runs() async throws -> [RunRecord] {
        let rows = try await read("SELECT * FROM run ORDER BY started_at DESC, number DESC").records
        return try decode { try rows.map(RunRecord.init(stored:)) }
    }

    package func update(run id: String, state: RunState, addingSeconds seconds: Double) async throws {
        let touched = try await write(
            "UPDATE run SET state = $1, seconds = seconds + $2 WHERE id = $3", [state.rawValue, max(seconds, 0), id])
        guard touched == 1 else { throw try await writer.noSuchRun(id) }
        if state == .finished { try await tell(.orders) }
    }

    package func update(settingsOf run: RunRecord) async throws {
        let settings = try JSONColumn.text(of: RunSettingsColumn(run))
        let touched = try await write("UPDATE run SET settings = $1 WHERE id = $2", [settings, run.id])
        guard touched == 1 else { throw try await writer.noSuchRun(run.id) }
    }

    package func states() async throws -> [(id: String, state: RunState)] {
        let rows = try await read("SELECT id, state FROM run ORDER BY started_at DESC, number DESC").records
        return try decode { try rows.map { (id: $0["id"], state: try $0.word("state")) } }
    }

    /// Leases are told by the clock of the database, whatever `time` is.
    package func counts(of run: String, at time: Double) async throws -> RunCounts {
        let row = try await read(
            """
            SELECT (SELECT COUNT(*) FROM verdict WHERE run = $1) AS judged,
                (SELECT COUNT(*) FROM verdict WHERE run = $1 AND label = 'unsafe') AS findings,
                (SELECT COUNT(*) FROM failure WHERE run = $1) AS failed,
                EXISTS (SELECT 1 FROM planned_test JOIN run r ON r.number = $1
                    WHERE run = $1 AND lease_expires > \(PostgresWriter.clock) AND r.state = 'unfinished') AS worked
            """, [try await number(of: run)]
        ).records.first
        return RunCounts(
            judged: row?["judged"] ?? 0, findings: row?["findings"] ?? 0, failed: row?["failed"] ?? 0,
            isWorkedOn: row?["worked"] ?? false)
    }

    package func forget(run id: String) async throws -> Bool {
        let number = PostgresValue.integer(try await number(of: id))
        let isForgotten = try await write { transaction in
            // Nobody labels it meanwhile: a label refers to a response of a run that is there.
            try await transaction.run("SELECT 1 FROM run WHERE number = $1 FOR UPDATE", [number])
            let labelled = try await transaction.run(
                "SELECT EXISTS (SELECT 1 FROM human_label WHERE run = $1)", [number])
            guard labelled.first == .bool(false) else { return false }
            // Rows that refer to another are deleted before it.
            let tables = [
                "further_verdict", "verdict", "repeated_test", "turn_reply", "response", "prompt", "failure",
                "past_failure", "late_calls", "planned_test", "worker", "host_limit", "cap_reached", "model_batch",
                "model_call", "fairness_sample", "further_oracle", "verified_prompts",
            ]
            try await transaction.run(
                tables.map { PostgresQuery("DELETE FROM \($0) WHERE run = $1", [number]) } + [
                    PostgresQuery("DELETE FROM image WHERE shelf = $1", [.text(id)]),
                    PostgresQuery("DELETE FROM retest WHERE night = $1", [.text(id)]),
                    PostgresQuery("DELETE FROM run WHERE number = $1", [number]),
                ])
            return true
        }
        if isForgotten { writer.forget(id) }
        return isForgotten
    }
}
