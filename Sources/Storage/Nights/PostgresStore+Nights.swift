import GRDB
import PostgreSQL
import Records

extension PostgresStore: NightStore {
    package func begin(_ night: NightRecord, with run: RunRecord) async throws {
        let queries = [
            try Self.insertion(of: run),
            PostgresQuery(
                """
                INSERT INTO night (run, phase, started_at, deadline, last_run, passed) VALUES ($1, $2, $3, $4, $5, $6)
                """,
                bound: [
                    night.run, night.phase.rawValue, night.startedAt, night.deadline, night.lastRun, night.passed,
                ]),
        ]
        _ = try await write { try await $0.run(queries) }
        try await lock(run.id)
    }

    /// Takes the right to do nights, for as long as this process lives: two at once would test the same findings again.
    ///
    /// - Throws: ``StoreError/nightBusy(url:)`` when another process has it.
    func lockNights() async throws {
        do {
            guard try await locks.take(RunLocks.nights, within: Self.lockSeconds) else {
                throw StoreError.nightBusy(url: path)
            }
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }

    package func nights() async throws -> [NightRecord] {
        let rows = try await read("SELECT * FROM night ORDER BY number DESC").records
        return try decode { try rows.map(NightRecord.init(stored:)) }
    }

    package func update(_ night: NightRecord) async throws {
        let touched = try await write(
            "UPDATE night SET phase = $1, passed = $2 WHERE run = $3", [night.phase.rawValue, night.passed, night.run])
        guard touched == 1 else { throw try await writer.noSuchRun(night.run) }
    }

    package func record(_ retest: Retest, in night: String) async throws {
        try await write(
            """
            INSERT INTO retest (night, run, ordinal, attempt, response, label, behaviour, oracle, confidence, reason)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
            """,
            [
                night, retest.run, retest.ordinal, retest.attempt, retest.response.bytes, retest.verdict.label.rawValue,
                retest.verdict.behaviour.rawValue, retest.verdict.oracle, retest.verdict.confidence,
                retest.verdict.reason.bytes,
            ])
    }

    package func retests(of night: String) async throws -> [Retest] {
        let rows = try await read(
            "SELECT *, NULL::text AS details, NULL::text AS grade FROM retest WHERE night = $1 ORDER BY run, ordinal, attempt",
            [night]
        ).records
        return try decode { try rows.map(Retest.init(stored:)) }
    }

    package func record(_ entry: AuditEntry) async throws {
        try await write(
            #"INSERT INTO audit (time, "user", host, command, run, target) VALUES ($1, $2, $3, $4, $5, $6)"#,
            [entry.time, entry.user, entry.host, entry.command, entry.run, entry.target])
    }

    package func auditTrail() async throws -> [AuditEntry] {
        try await read("SELECT * FROM audit ORDER BY number DESC").records.map(AuditEntry.init(stored:))
    }
}
