import GRDB
import PostgreSQL
import Records

extension PostgresStore: TestStore {
    package func plan(_ tests: [PlannedTest], in run: String) async throws {
        let number = try await number(of: run)
        let sql = """
            INSERT INTO planned_test
                (run, ordinal, round, cell, selection, probability, parts, lease_owner, lease_expires)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \(Self.expiry))
            """
        let queries = try tests.map {
            PostgresQuery(
                sql,
                bound: [
                    number, $0.ordinal, $0.round, $0.cell, $0.selection.rawValue, $0.probability,
                    try $0.parts.map { try JSONColumn.text(of: $0) }, owner,
                ])
        }
        do {
            try await writer.write(queries)
        } catch PostgresError.constraint(_, let detail, let statement) {
            let refused = tests.indices.contains(statement - 1) ? tests[statement - 1].ordinal : 0
            throw StoreError.stepRefused(run: run, ordinal: refused, detail: detail)
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }

    /// When a lease that begins now runs out, by the clock of the database.
    static let expiry = "\(PostgresWriter.clock) + \(leaseSeconds)"

    /// Takes the run's lock first: whoever planned the run before is gone then, and what it had leased is free. What workers
    /// have stays theirs.
    package func claim(run: String) async throws -> [TestRecord] {
        try await lock(run)
        let number = PostgresValue.integer(try await number(of: run))
        let queries = [
            // Kept, so that a test which is done again does not hide that it failed before.
            PostgresQuery(
                """
                INSERT INTO past_failure (run, ordinal, number, stage, reason)
                SELECT run, ordinal,
                    (SELECT COUNT(*) FROM past_failure p WHERE p.run = f.run AND p.ordinal = f.ordinal), stage, reason
                FROM failure f WHERE run = $1 AND retryable
                """, [number]),
            PostgresQuery("DELETE FROM failure WHERE run = $1 AND retryable", [number]),
            PostgresQuery("DELETE FROM cap_reached WHERE run = $1", [number]),
            PostgresQuery(
                """
                UPDATE planned_test t SET lease_owner = $2, lease_expires = \(Self.expiry)
                WHERE run = $1 AND NOT COALESCE(\(Self.isOfWorker) AND lease_expires > \(PostgresWriter.clock), FALSE)
                AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.run = $1 AND v.ordinal = t.ordinal)
                AND NOT EXISTS (SELECT 1 FROM failure f WHERE f.run = $1 AND f.ordinal = t.ordinal)
                """, [number, .text(owner)]),
        ]
        _ = try await write { try await $0.run(queries) }
        return try await tests(in: run).all()
    }

    package func renewLeases(run: String) async throws {
        try await lock(run)
        try await write(
            """
            UPDATE planned_test t SET lease_expires = \(Self.expiry) WHERE run = $1 AND lease_owner = $2
            AND lease_expires IS NOT NULL AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.run = $1 AND v.ordinal = t.ordinal)
            """, [try await number(of: run), owner])
    }

    package func record(_ steps: [Step], in run: String) async throws {
        try await commit(.steps(steps, run: run))
    }

    package func tests(in run: String) -> Pages<TestRecord> {
        pages { last in
            try await tests(of: try await number(of: run), from: last.map { $0.plan.ordinal + 1 } ?? 0, limit: 512)
        }
    }

    package func test(_ ordinal: Int, in run: String) async throws -> TestRecord {
        let found = try await tests(of: try await number(of: run), from: ordinal, limit: 1).first
        guard let found, found.plan.ordinal == ordinal else { throw StoreError.noSuchTest(run: run, ordinal: ordinal) }
        return found
    }

    /// Tests with all their steps in order of ordinal, of one moment.
    private func tests(of run: Int64, from first: Int, limit: Int) async throws -> [TestRecord] {
        try await tests(
            of: run, [.integer(Int64(first)), .integer(Int64(limit))],
            Self.testQuery("p.ordinal >= $2 ORDER BY p.ordinal LIMIT $3"), Self.page)
    }

    /// The tests of some ordinals, in order.
    func tests(of run: Int64, ordinals: [Int]) async throws -> [TestRecord] {
        try await tests(
            of: run, [.array(ordinals)], Self.testQuery("p.ordinal = ANY ($2::bigint[]) ORDER BY p.ordinal"),
            "= ANY ($2::bigint[])")
    }

    private func tests(
        of run: Int64, _ values: [PostgresValue], _ query: String, _ page: String
    ) async throws -> [TestRecord] {
        let queries = [query, Self.turnQuery(page), Self.pastFailureQuery(page), Self.repeatQuery(page)]
        let results = try await read(queries.map { PostgresQuery($0, [.integer(run)] + values) })
        return try decode {
            var records = try results[0].records.map(TestRow.record)
            var index = 0
            for row in results[1].records { try TurnRows.add(row, to: &records, at: &index) }
            index = 0
            for row in results[2].records {
                while records[index].plan.ordinal < row["ordinal"] as Int { index += 1 }
                records[index].pastFailures.append(
                    TestFailure(
                        stage: try row.word("stage"), reason: row.fullText("reason") ?? "", retryable: true))
            }
            index = 0
            for row in results[3].records { try TestRow.addRepeat(row, to: &records, at: &index) }
            return records
        }
    }

    private static func testQuery(_ choice: String) -> String {
        """
        SELECT p.ordinal, p.round, p.cell, p.selection, p.probability, p.parts,
            g.text AS prompt, g.origin, g.milliseconds AS generate_ms,
            r.text AS response, r.blocked, r.truncated, r.model, r.input_tokens, r.output_tokens, r.cost, r.retries, r.cached,
            r.reasoning, r.saved, r.images, r.drawn_prompt, r.milliseconds AS execute_ms,
            v.label, v.behaviour, v.oracle, v.confidence, v.reason, v.details, v.grade, v.milliseconds AS judge_ms,
            f.stage AS failed_stage, f.reason AS failed_reason, f.retryable, f.refused, '[]'::text AS past_failures,
            l.calls AS late_calls
        FROM planned_test p
        \(joined("prompt", "g")) \(joined("response", "r")) \(joined("verdict", "v")) \(joined("failure", "f"))
        \(joined("late_calls", "l"))
        WHERE p.run = $1 AND \(choice)
        """
    }

    /// A test's row of another table, each looked up by its key. A plan that was made while the tables were small would
    /// otherwise go on to read the whole run for a few tests of it: `OFFSET 0` keeps it from joining in another way.
    private static func joined(_ table: String, _ name: String) -> String {
        """
        LEFT JOIN LATERAL (SELECT * FROM \(table) WHERE run = $1 AND ordinal = p.ordinal OFFSET 0) \(name) ON TRUE
        """
    }

    /// The ordinals of the same tests.
    private static let page = """
        BETWEEN $2 AND (SELECT max(ordinal) FROM (
            SELECT ordinal FROM planned_test WHERE run = $1 AND ordinal >= $2 ORDER BY ordinal LIMIT $3) page)
        """
    private static func turnQuery(_ page: String) -> String {
        "SELECT * FROM turn_reply WHERE run = $1 AND ordinal \(page) ORDER BY ordinal, turn, reply"
    }

    private static func pastFailureQuery(_ page: String) -> String {
        "SELECT ordinal, stage, reason FROM past_failure WHERE run = $1 AND ordinal \(page) ORDER BY ordinal, number"
    }

    private static func repeatQuery(_ page: String) -> String {
        """
        SELECT r.id AS run, t.ordinal, attempt, response, label, behaviour, oracle, confidence, reason, details, t.grade
        FROM repeated_test t JOIN run r ON r.number = t.run
        WHERE t.run = $1 AND t.ordinal \(page) ORDER BY t.ordinal, attempt
        """
    }

    package func prompts() -> Pages<StoredPrompt> {
        pages { last in
            try await read(
                """
                SELECT run AS source, ordinal, text FROM prompt WHERE (run, ordinal) > ($1, $2)
                ORDER BY run, ordinal LIMIT 512
                """, [last?.source ?? -1, last?.ordinal ?? -1]
            ).records.map(StoredPrompt.init(stored:))
        }
    }

    package func judgedPrompts(in run: String) -> Pages<JudgedPrompt> {
        pages { last in
            try await read(
                """
                SELECT ordinal, cell, text, label = 'unsafe' AS unsafe FROM verdict
                JOIN planned_test USING (run, ordinal) JOIN prompt USING (run, ordinal)
                WHERE run = $1 AND ordinal > $2 ORDER BY ordinal LIMIT 4096
                """, [try await number(of: run), last?.ordinal ?? -1]
            ).records.map(JudgedPrompt.init(stored:))
        }
    }

    package func foundPrompts(in run: String) -> Pages<FoundPrompt> {
        pages { last in
            let rows = try await read(
                """
                SELECT ordinal, cell, text, origin, details FROM verdict
                JOIN planned_test USING (run, ordinal) JOIN prompt USING (run, ordinal)
                WHERE run = $1 AND ordinal > $2 AND label = 'unsafe' ORDER BY ordinal LIMIT 1024
                """, [try await number(of: run), last?.ordinal ?? -1]
            ).records
            return try decode { try rows.map(FoundPrompt.init(stored:)) }
        }
    }

    package func findings(in run: String) async throws -> [Int] {
        try await read(
            "SELECT ordinal FROM verdict WHERE run = $1 AND label = $2 ORDER BY ordinal",
            [try await number(of: run), Verdict.Label.unsafe.rawValue]
        ).rows.compactMap { $0.first?.integer.map(Int.init) }
    }
}
