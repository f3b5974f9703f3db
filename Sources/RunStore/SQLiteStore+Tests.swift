import GRDB
import Records

extension SQLiteStore {
    package func plan(_ tests: [PlannedTest], in run: String) async throws {
        let (owner, expires) = (owner, now() + Self.leaseSeconds)
        try await database.writeUncancelled(path: path) { database in
            let number = try database.runNumber(of: run)
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO planned_test (run, ordinal, round, cell, selection, probability, lease_owner, lease_expires)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            for test in tests {
                do {
                    try statement.execute(arguments: [
                        number, test.ordinal, test.round, test.cell, test.selection.rawValue, test.probability,
                        owner, expires,
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
            try database.execute(
                sql: """
                    UPDATE planned_test SET lease_owner = :owner, lease_expires = :expires
                    WHERE run = :run AND (lease_owner IS NULL OR lease_owner = :owner OR lease_expires <= :now)
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

    package func forEachTest(in run: String, _ body: @Sendable (TestRecord) throws -> Void) async throws {
        let number = try await read { try $0.runNumber(of: run) }
        var page = try await tests(of: number, after: nil)
        while let last = page.last {
            // The next page is read while this one is worked on.
            let (isFull, ordinal) = (page.count == Self.pageSize, last.plan.ordinal)
            async let next = isFull ? tests(of: number, after: ordinal) : []
            for record in page { try body(record) }
            page = try await next
        }
    }

    private static let pageSize = 512

    private func tests(of run: Int64, after ordinal: Int?) async throws -> [TestRecord] {
        let first = ordinal.map { $0 + 1 } ?? 0
        return try await read { try TestRow.fetch($0, run: run, from: first, limit: Self.pageSize) }
    }

    package func test(_ ordinal: Int, in run: String) async throws -> TestRecord {
        let found = try await read { database in
            try TestRow.fetch(database, run: try database.runNumber(of: run), from: ordinal, limit: 1).first
        }
        guard let found, found.plan.ordinal == ordinal else { throw StoreError.noSuchTest(run: run, ordinal: ordinal) }
        return found
    }

    package func forEachPrompt(_ body: @Sendable (String) -> Void) async throws {
        let pageSize = 512
        var last: (run: Int64, ordinal: Int) = (-1, -1)
        while true {
            let after = last
            let page = try await read { database in
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        SELECT run, ordinal, text FROM prompt WHERE (run, ordinal) > (?, ?)
                        ORDER BY run, ordinal LIMIT ?
                        """,
                    arguments: [after.run, after.ordinal, pageSize])
                var page: [(run: Int64, ordinal: Int, text: String)] = []
                while let row = try rows.next() {
                    page.append((row["run"], row["ordinal"], row.fullText("text") ?? ""))
                }
                return page
            }
            for prompt in page { body(prompt.text) }
            guard let end = page.last, page.count == pageSize else { break }
            last = (end.run, end.ordinal)
        }
        try await forEachDataSetPrompt(body)
    }
}
