import Foundation
import GRDB
import Records

extension SQLiteStore: VerdictStore {
    package func record(_ verdict: Verdict, on ordinal: Int, milliseconds: Double, in run: String) async throws {
        try await commits.commit(.further(verdict, ordinal: ordinal, milliseconds: milliseconds, run: run))
    }

    package func forEachVerdicts(in run: String, _ body: @Sendable (TestVerdicts) throws -> Void) async throws {
        let pageSize = 2048
        let number = try await read { try $0.runNumber(of: run) }
        var first = 0
        while true {
            let from = first
            let page = try await read { try VerdictRows.fetch($0, run: number, from: from, limit: pageSize) }
            for verdicts in page { try body(verdicts) }
            guard let last = page.last, page.count == pageSize else { return }
            first = last.ordinal + 1
        }
    }

    package func furtherVerdicts(on ordinal: Int, in run: String) async throws -> [Verdict] {
        try await read { database in
            // A row of a cursor still has its bytes; a copied one would lose what stands behind a NUL.
            let rows = try Row.fetchCursor(
                database, sql: "SELECT * FROM further_verdict WHERE run = ? AND ordinal = ? ORDER BY oracle",
                arguments: [try database.runNumber(of: run), ordinal])
            var verdicts: [Verdict] = []
            while let row = try rows.next() { verdicts.append(try VerdictRows.verdict(row)) }
            return verdicts
        }
    }

    package func furtherVerdicts(in run: String) async throws -> [Int: [Verdict]] {
        try await read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT * FROM further_verdict WHERE run = ? ORDER BY ordinal, oracle",
                arguments: [try database.runNumber(of: run)])
            var verdicts: [Int: [Verdict]] = [:]
            while let row = try rows.next() {
                verdicts[row["ordinal"], default: []].append(try VerdictRows.verdict(row))
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
                        WHERE f.run = :run AND f.ordinal = r.ordinal AND f.oracle = :oracle)
                    AND NOT EXISTS (SELECT 1 FROM verdict v
                        WHERE v.run = :run AND v.ordinal = r.ordinal AND v.oracle = :oracle)
                    ORDER BY ordinal
                    """,
                arguments: ["run": try database.runNumber(of: run), "oracle": oracle])
        }
    }

    package func add(_ label: HumanLabel, in run: String) async throws {
        try await commits.commit(.label(label, run: run))
    }

    package func labels(in run: String) async throws -> [HumanLabel] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM human_label WHERE run = ? ORDER BY number",
                arguments: [try database.runNumber(of: run)]
            ).map { row in
                HumanLabel(
                    ordinal: row["ordinal"], annotator: row["annotator"],
                    label: try row.word("label"),
                    isControl: row["control"], time: row["time"])
            }
        }
    }

    package func weights(of jury: String) async throws -> JuryWeights? {
        try await read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM jury_weights WHERE jury = ? ORDER BY number DESC LIMIT 1",
                arguments: [jury]
            ).map { row in
                JuryWeights(
                    jury: row["jury"], weights: try JSONColumn.value([String: Double].self, from: row["weights"]),
                    method: try row.word("method"),
                    count: row["count"], time: row["time"])
            }
        }
    }

    package func keep(_ weights: JuryWeights) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: "INSERT INTO jury_weights (jury, weights, method, count, time) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    weights.jury, try JSONColumn.text(of: weights.weights), weights.method.rawValue, weights.count,
                    weights.time,
                ])
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
                    (run, ordinal, oracle, label, behaviour, confidence, reason, milliseconds)
                    VALUES (?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?) ON CONFLICT DO NOTHING
                    """)
            try statement.execute(arguments: [
                try database.runNumber(of: run), ordinal, verdict.oracle, verdict.label.rawValue,
                verdict.behaviour.rawValue, verdict.confidence, verdict.reason.bytes, milliseconds,
            ])
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
        return try rows.map { row in
            let ordinal: Int = row["ordinal"]
            let own = row["oracle"] as String? == nil ? nil : try OracleVote(row: row)
            return TestVerdicts(
                ordinal: ordinal, isBlocked: row["blocked"], own: own, further: further[ordinal, default: []])
        }
    }

    /// The verdict of a further oracle with its reason.
    static func verdict(_ row: Row) throws -> Verdict {
        let vote = try OracleVote(row: row)
        return Verdict(
            label: vote.label, behaviour: try row.word("behaviour"), oracle: vote.oracle,
            confidence: vote.confidence, reason: row.fullText("reason") ?? "")
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
        while let row = try rows.next() { votes[row["ordinal"], default: []].append(try OracleVote(row: row)) }
        return votes
    }
}

extension OracleVote {
    fileprivate init(row: Row) throws {
        self.init(
            oracle: row["oracle"], label: try row.word("label"),
            confidence: row["confidence"])
    }
}
