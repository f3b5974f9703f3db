import Foundations
import GRDB
import Records

extension SQLiteStore: TestStore {
    package func plan(_ tests: [PlannedTest], in run: String) async throws {
        let (owner, expires) = (owner, now() + Self.leaseSeconds)
        try await database.writeUncancelled(path: path) { database in
            let number = try database.runNumber(of: run)
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO planned_test
                        (run, ordinal, round, cell, selection, probability, parts, lease_owner, lease_expires)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            for test in tests {
                do {
                    try statement.execute(arguments: [
                        number, test.ordinal, test.round, test.cell, test.selection.rawValue, test.probability,
                        try test.parts.map { try JSONColumn.text(of: $0) }, owner, expires,
                    ])
                } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                    throw StoreError.stepRefused(
                        run: run, ordinal: test.ordinal, detail: error.message ?? "constraint")
                }
            }
        }
    }

    package func claim(run: String) async throws -> [TestRecord] {
        let (owner, time, expires) = (owner, now(), now() + Self.leaseSeconds)
        return try await database.writeUncancelled(path: path) { database in
            let number = try database.runNumber(of: run)
            // Kept, so that a test which is done again does not hide that it failed before.
            try database.execute(
                sql: """
                    INSERT INTO past_failure (run, ordinal, number, stage, reason)
                    SELECT run, ordinal,
                        (SELECT COUNT(*) FROM past_failure p WHERE p.run = f.run AND p.ordinal = f.ordinal), stage, reason
                    FROM failure f WHERE run = :run AND retryable = 1;
                    DELETE FROM failure WHERE run = :run AND retryable = 1
                    """,
                arguments: ["run": number])
            // Nobody works on a finished run any more, however young its leases.
            try database.execute(
                sql: """
                    UPDATE planned_test SET lease_owner = :owner, lease_expires = :expires
                    WHERE run = :run AND (lease_owner IS NULL OR lease_owner = :owner OR lease_expires <= :now
                        OR EXISTS (SELECT 1 FROM run WHERE number = :run AND state = 'finished'))
                    AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.run = :run AND v.ordinal = planned_test.ordinal)
                    AND NOT EXISTS (SELECT 1 FROM failure f WHERE f.run = :run AND f.ordinal = planned_test.ordinal)
                    """,
                arguments: ["owner": owner, "expires": expires, "run": number, "now": time])
            return try TestRow.fetch(database, run: number)
        }
    }

    package func renewLeases(run: String) async throws {
        let (owner, expires) = (owner, now() + Self.leaseSeconds)
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: "UPDATE planned_test SET lease_expires = ? WHERE run = ? AND lease_owner = ?",
                arguments: [expires, try database.runNumber(of: run), owner])
        }
    }

    package func tests(in run: String) -> Pages<TestRecord> {
        pages { database, last in
            try TestRow.fetch(
                database, run: try database.runNumber(of: run), from: last.map { $0.plan.ordinal + 1 } ?? 0, limit: 128)
        }
    }

    package func test(_ ordinal: Int, in run: String) async throws -> TestRecord {
        let found = try await read { database in
            try TestRow.fetch(database, run: try database.runNumber(of: run), from: ordinal, limit: 1).first
        }
        guard let found, found.plan.ordinal == ordinal else { throw StoreError.noSuchTest(run: run, ordinal: ordinal) }
        return found
    }

    package func prompts() -> Pages<StoredPrompt> {
        pages { database, last in
            try StoredPrompt.fetchAll(
                database,
                sql: """
                    SELECT run AS source, ordinal, text FROM prompt WHERE (run, ordinal) > (?, ?)
                    ORDER BY run, ordinal LIMIT 512
                    """,
                arguments: [last?.source ?? -1, last?.ordinal ?? -1])
        }
    }

    package func judgedPrompts(in run: String) -> Pages<JudgedPrompt> {
        pages { database, last in
            try JudgedPrompt.fetchAll(
                database,
                sql: """
                    SELECT ordinal, cell, text, label = 'unsafe' AS unsafe FROM verdict
                    JOIN planned_test USING (run, ordinal) JOIN prompt USING (run, ordinal)
                    WHERE run = ? AND ordinal > ? ORDER BY ordinal LIMIT 4096
                    """,
                arguments: [try database.runNumber(of: run), last?.ordinal ?? -1])
        }
    }

    package func foundPrompts(in run: String) -> Pages<FoundPrompt> {
        pages { database, last in
            try FoundPrompt.fetchAll(
                database,
                sql: """
                    SELECT ordinal, cell, text, origin, details FROM verdict
                    JOIN planned_test USING (run, ordinal) JOIN prompt USING (run, ordinal)
                    WHERE run = ? AND ordinal > ? AND label = 'unsafe' ORDER BY ordinal LIMIT 1024
                    """,
                arguments: [try database.runNumber(of: run), last?.ordinal ?? -1])
        }
    }

    package func findings(in run: String) async throws -> [Int] {
        try await read { database in
            try Int.fetchAll(
                database, sql: "SELECT ordinal FROM verdict WHERE run = ? AND label = ? ORDER BY ordinal",
                arguments: [try database.runNumber(of: run), Verdict.Label.unsafe.rawValue])
        }
    }

    /// The pages of a query.
    ///
    /// - Parameter fetch: reads the page that follows a row; the first one for nil
    func pages<Element>(
        _ fetch: @escaping @Sendable (Database, _ last: Element?) throws -> [Element]
    ) -> Pages<Element> {
        Pages { last in try await read { try fetch($0, last) } }
    }
}

extension StoredPrompt: FetchableRecord {
    package init(row: Row) {
        self.init(stored: row)
    }

    init(stored row: some StoredRow) {
        self.init(text: row.fullText("text") ?? "", source: row["source"], ordinal: row["ordinal"])
    }
}

extension FoundPrompt: FetchableRecord {
    package init(row: Row) throws {
        try self.init(stored: row)
    }

    init(stored row: some StoredRow) throws {
        self.init(
            ordinal: row["ordinal"], cell: row["cell"], text: row.fullText("text") ?? "",
            origin: try JSONColumn.value([String: JSONValue].self, from: row["origin"]),
            confirmation: try (row["details"] as String?).flatMap {
                try JSONColumn.value(VerdictDetails.self, from: $0).confirmation
            })
    }
}

extension JudgedPrompt: FetchableRecord {
    package init(row: Row) {
        self.init(stored: row)
    }

    init(stored row: some StoredRow) {
        self.init(
            ordinal: row["ordinal"], cell: row["cell"], text: row.fullText("text") ?? "", isUnsafe: row["unsafe"])
    }
}
