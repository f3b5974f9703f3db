import GRDB
import PostgreSQL
import Records

extension PostgresStore: WorkStore {
    package func handOut(_ ordinals: [Int], in run: String) async throws {
        guard !ordinals.isEmpty else { return }
        let number = try await number(of: run)
        try await write([
            PostgresQuery(
                """
                UPDATE planned_test SET lease_owner = NULL, lease_expires = NULL
                WHERE run = $1 AND ordinal = ANY ($2::bigint[]) AND lease_owner = $3
                """, [.integer(number), .array(ordinals), .text(owner)]),
            Self.telling(.tests),
        ])
    }

    package func take(_ limit: Int, of run: String) async throws -> [TestRecord] {
        let number = try await number(of: run)
        let ordinals = try await write { [owner] transaction in
            try await transaction.run(Self.taking, [.integer(number), .text(owner), .integer(Int64(limit))]).rows
                .compactMap { $0.first?.integer.map(Int.init) }
        }
        guard !ordinals.isEmpty else { return [] }
        return try await tests(of: number, ordinals: ordinals)
    }

    /// A test that was judged while it waited for nobody to take it is passed over.
    private static let taking = """
        WITH waiting AS (
            SELECT p.ordinal FROM planned_test p
            WHERE p.run = $1 AND p.lease_owner IS NULL
            AND \(has("prompt", "p")) AND NOT \(has("verdict", "p")) AND NOT \(has("failure", "p"))
            ORDER BY p.ordinal LIMIT $3 FOR UPDATE OF p SKIP LOCKED)
        UPDATE planned_test t SET lease_owner = $2, lease_expires = \(expiry)
        WHERE t.run = $1 AND t.ordinal = ANY (ARRAY(SELECT ordinal FROM waiting)) RETURNING t.ordinal
        """

    package func settle(_ ordinals: [Int], in run: String) async throws {
        guard !ordinals.isEmpty else { return }
        let number = try await number(of: run)
        try await write([
            PostgresQuery(
                """
                WITH settled AS (
                    UPDATE planned_test t SET lease_expires = NULL, lease_owner = CASE WHEN \(Self.isDone) THEN $3 END
                    WHERE run = $1 AND ordinal = ANY ($2::bigint[]) AND lease_owner = $3 RETURNING lease_owner)
                SELECT \(Self.notice(of: .tests)) WHERE EXISTS (SELECT 1 FROM settled WHERE lease_owner IS NULL)
                """, [.integer(number), .array(ordinals.sorted()), .text(owner)])
        ])
    }

    private static let isDone = "(\(has("verdict", "t")) OR \(has("failure", "t")))"

    /// Whether a test has a row in another table, looked up by its key: `OFFSET 0` keeps the server from reading the whole
    /// run instead.
    private static func has(_ table: String, _ test: String) -> String {
        "EXISTS (SELECT 1 FROM \(table) WHERE run = $1 AND ordinal = \(test).ordinal OFFSET 0)"
    }

    @discardableResult
    package func renew(_ ordinals: [Int], in run: String) async throws -> Int {
        let number = PostgresValue.integer(try await number(of: run))
        let queries = [
            PostgresQuery(
                """
                UPDATE planned_test SET lease_expires = \(Self.expiry)
                WHERE run = $1 AND ordinal = ANY ($2::bigint[]) AND lease_owner = $3
                """, [number, .array(ordinals.sorted()), .text(owner)]),
            PostgresQuery(
                """
                UPDATE planned_test t SET lease_expires = NULL,
                    lease_owner = CASE WHEN \(Self.isDone) THEN lease_owner END
                WHERE run = $1 AND lease_expires < \(PostgresWriter.clock) AND NOT \(Self.isOfPlanner)
                """, [number]),
        ]
        return try await write { try await $0.run(queries)[0].affected }
    }

    /// Whether a lease is that of who plans: it goes with the run's lock, and not by its time.
    private static let isOfPlanner = "starts_with(lease_owner, '\(Role.planner.rawValue):')"
    /// Whether a lease is that of a worker, which who plans can't tell whether it lives.
    static let isOfWorker = "starts_with(lease_owner, '\(Role.worker.rawValue):')"

    package func ends(of ordinals: [Int], in run: String) async throws -> [Int: TestEnd] {
        guard !ordinals.isEmpty else { return [:] }
        let values: [PostgresValue] = [.integer(try await number(of: run)), .array(ordinals)]
        let results = try await read([
            PostgresQuery("SELECT * FROM verdict WHERE run = $1 AND ordinal = ANY ($2::bigint[])", values),
            PostgresQuery("SELECT * FROM failure WHERE run = $1 AND ordinal = ANY ($2::bigint[])", values),
        ])
        return try decode {
            var ends: [Int: TestEnd] = [:]
            for row in results[1].records {
                let refused: String? = row["refused"]
                ends[row["ordinal"]] = .failed(
                    TestFailure(
                        stage: try row.word("stage"), reason: row.fullText("reason") ?? "", retryable: row["retryable"],
                        refused: try refused.map { try JSONColumn.value(RefusedPrompts.self, from: $0) }))
            }
            for row in results[0].records { ends[row["ordinal"]] = .judged(try Verdict(stored: row)) }
            return ends
        }
    }

    package func hasWork(in run: String) async throws -> Bool {
        try await read(
            """
            SELECT EXISTS (SELECT 1 FROM planned_test p WHERE p.run = $1 AND p.lease_owner IS NULL
                AND \(Self.has("prompt", "p")) AND NOT \(Self.has("verdict", "p")) AND NOT \(Self.has("failure", "p")))
            AND NOT EXISTS (SELECT 1 FROM cap_reached WHERE run = $1)
            """, [try await number(of: run)]
        ).first == .bool(true)
    }

    package func responseTotals(of run: String) async throws -> CallTotals {
        let row = try await read(
            """
            SELECT COALESCE(SUM(cost), 0) AS cost,
                COALESCE(SUM(
                    CASE WHEN COALESCE(input_tokens, output_tokens) IS NULL
                    THEN (octet_length(text) + COALESCE(octet_length(reasoning), 0) + 3) / 4
                    ELSE COALESCE(input_tokens, 0) + COALESCE(output_tokens, 0) END), 0)::bigint AS tokens
            FROM (
                SELECT cost, input_tokens, output_tokens, text, reasoning FROM response WHERE run = $1 AND NOT cached
                UNION ALL
                SELECT cost, input_tokens, output_tokens, text, reasoning FROM turn_reply t WHERE run = $1 AND NOT cached
                AND NOT EXISTS (SELECT 1 FROM response r WHERE r.run = $1 AND r.ordinal = t.ordinal)) replies
            """, [try await number(of: run)]
        ).records.first
        return CallTotals(cost: row?["cost"] ?? 0, tokens: row?["tokens"] ?? 0)
    }

    /// Runs statements as one transaction.
    private func write(_ queries: [PostgresQuery]) async throws {
        do {
            try await writer.write(queries)
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }
}
