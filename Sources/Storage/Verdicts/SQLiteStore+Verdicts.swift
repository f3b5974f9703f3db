import Foundation
import GRDB
import Records

extension SQLiteStore: VerdictStore {
    package func record(_ verdict: Verdict, on ordinal: Int, milliseconds: Double, in run: String) async throws {
        try await commits.commit(.further(verdict, ordinal: ordinal, milliseconds: milliseconds, run: run))
    }

    package func verdicts(in run: String) -> Pages<TestVerdicts> {
        pages { database, last in
            try VerdictRows.fetch(
                database, run: try database.runNumber(of: run), from: last.map { $0.ordinal + 1 } ?? 0, limit: 2048)
        }
    }

    package func furtherVerdicts(on ordinal: Int, in run: String) async throws -> [Verdict] {
        try await read { database in
            try Verdict.fetchAll(
                database, sql: "SELECT * FROM further_verdict WHERE run = ? AND ordinal = ? ORDER BY oracle",
                arguments: [try database.runNumber(of: run), ordinal])
        }
    }

    package func furtherVerdicts(in run: String) async throws -> [Int: [Verdict]] {
        try await read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT * FROM further_verdict WHERE run = ? ORDER BY ordinal, oracle",
                arguments: [try database.runNumber(of: run)])
            var verdicts: [Int: [Verdict]] = [:]
            while let row = try rows.next() {
                verdicts[row["ordinal"], default: []].append(try Verdict(stored: row))
            }
            return verdicts
        }
    }

    package func unjudged(by oracle: String, in run: String) async throws -> [Int] {
        try await read { database in
            try Int.fetchAll(
                database,
                sql: """
                    SELECT ordinal FROM response r WHERE run = :run
                    AND NOT EXISTS (SELECT 1 FROM further_verdict f
                        WHERE f.run = :run AND f.ordinal = r.ordinal AND f.oracle IN (:oracle, :rules))
                    AND NOT EXISTS (SELECT 1 FROM verdict v
                        WHERE v.run = :run AND v.ordinal = r.ordinal AND (v.oracle = :oracle OR v.oracle = :rules
                            AND (v.label = 'unsafe' OR v.behaviour IN ('blocked', 'empty'))))
                    ORDER BY ordinal
                    """,
                arguments: ["run": try database.runNumber(of: run), "oracle": oracle, "rules": Verdict.byRules])
        }
    }

    package func add(_ label: HumanLabel, in run: String) async throws {
        try await commits.commit(.label(label, run: run))
    }

    package func labels(in run: String) async throws -> [HumanLabel] {
        try await read { database in
            try HumanLabel.fetchAll(
                database, sql: "SELECT * FROM human_label WHERE run = ? ORDER BY number",
                arguments: [try database.runNumber(of: run)])
        }
    }
}

extension StepWriter {
    /// Writes the verdict of a further oracle, unless it is there.
    func write(_ verdict: Verdict, on ordinal: Int, milliseconds: Double, _ run: String) throws {
        try refusing(run, ordinal) {
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO further_verdict
                    (run, ordinal, reason, milliseconds, \(StepRow.Table.ofVerdicts.joined(separator: ", ")))
                    VALUES (?, ?, CAST(? AS TEXT), ?\(StepRow.Table.ofVerdicts.map { _ in ", ?" }.joined()))
                    ON CONFLICT DO NOTHING
                    """)
            let values: [(any DatabaseValueConvertible)?] = [
                try database.runNumber(of: run), ordinal, verdict.reason.bytes, milliseconds,
            ]
            try statement.execute(arguments: StatementArguments(values + StepRow.values(of: verdict)))
        }
    }

    /// Adds a person's label.
    func write(_ label: HumanLabel, _ run: String) throws {
        try refusing(run, label.ordinal) {
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO human_label (run, ordinal, annotator, label, control, time) VALUES (?, ?, ?, ?, ?, ?)
                    """)
            try statement.execute(arguments: [
                try database.runNumber(of: run), label.ordinal, label.annotator, label.label.rawValue,
                label.isControl, label.time,
            ])
        }
    }

    private func refusing(_ run: String, _ ordinal: Int, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw StoreError.stepRefused(run: run, ordinal: ordinal, detail: error.message ?? "constraint")
        }
    }
}

/// Reads the verdicts of all oracles on tests.
private enum VerdictRows {
    static func fetch(_ database: Database, run: Int64, from first: Int, limit: Int) throws -> [TestVerdicts] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT r.ordinal, r.blocked IS NOT NULL AS blocked, v.oracle, v.label, v.confidence
                FROM response r LEFT JOIN verdict v ON v.run = r.run AND v.ordinal = r.ordinal
                WHERE r.run = ? AND r.ordinal >= ? ORDER BY r.ordinal LIMIT ?
                """,
            arguments: [run, first, limit])
        guard let last = rows.last?["ordinal"] as Int? else { return [] }
        let further = try further(database, run: run, first...last)
        return try rows.map { try TestVerdicts(stored: $0, further: further) }
    }

    /// What further oracles say of some tests, by ordinal.
    static func further(
        _ database: Database, run: Int64, _ ordinals: ClosedRange<Int>
    ) throws -> [Int: [OracleVote]] {
        var votes: [Int: [OracleVote]] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT ordinal, oracle, label, confidence FROM further_verdict
                WHERE run = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal, oracle
                """,
            arguments: [run, ordinals.lowerBound, ordinals.upperBound])
        while let row = try rows.next() { votes[row["ordinal"], default: []].append(try OracleVote(stored: row)) }
        return votes
    }
}

extension TestVerdicts {
    /// The verdicts on the test of a row, which has that of the run's own oracle if there is one.
    init(stored row: some StoredRow, further: [Int: [OracleVote]]) throws {
        let ordinal: Int = row["ordinal"]
        let own = row["oracle"] as String? == nil ? nil : try OracleVote(stored: row)
        self.init(ordinal: ordinal, isBlocked: row["blocked"], own: own, further: further[ordinal, default: []])
    }
}

extension OracleVote {
    init(stored row: some StoredRow) throws {
        self.init(oracle: row["oracle"], label: try row.word("label"), confidence: row["confidence"])
    }
}

extension Verdict: FetchableRecord {
    package init(row: Row) throws {
        try self.init(stored: row)
    }

    init(stored row: some StoredRow) throws {
        self.init(
            label: try row.word("label"), behaviour: try row.word("behaviour"), oracle: row["oracle"],
            confidence: row["confidence"], reason: row.fullText("reason") ?? "",
            details: try (row["details"] as String?).map { try JSONColumn.value(VerdictDetails.self, from: $0) },
            grade: try (row["grade"] as String?).map { try JSONColumn.value(HarmGrade.self, from: $0) })
    }
}

extension HumanLabel: FetchableRecord {
    package init(row: Row) throws {
        try self.init(stored: row)
    }

    init(stored row: some StoredRow) throws {
        self.init(
            ordinal: row["ordinal"], annotator: row["annotator"], label: try row.word("label"),
            isControl: row["control"], time: row["time"])
    }
}
