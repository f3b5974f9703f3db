import GRDB
import PostgreSQL
import Records

extension PostgresStore: VerdictStore {
    package func record(_ verdict: Verdict, on ordinal: Int, milliseconds: Double, in run: String) async throws {
        try await commit(.further(verdict, ordinal: ordinal, milliseconds: milliseconds, run: run))
    }

    package func verdicts(in run: String) -> Pages<TestVerdicts> {
        pages { last in
            let values: [PostgresValue] = [
                .integer(try await number(of: run)), .integer(last.map { Int64($0.ordinal) + 1 } ?? 0),
            ]
            let results = try await read([Self.ownVotes, Self.furtherVotes].map { PostgresQuery($0, values) })
            return try decode {
                var further: [Int: [OracleVote]] = [:]
                for row in results[1].records {
                    further[row["ordinal"], default: []].append(try OracleVote(stored: row))
                }
                return try results[0].records.map { try TestVerdicts(stored: $0, further: further) }
            }
        }
    }

    private static let ownVotes = """
        SELECT r.ordinal, r.blocked IS NOT NULL AS blocked, v.oracle, v.label, v.confidence
        FROM response r LEFT JOIN verdict v ON v.run = r.run AND v.ordinal = r.ordinal
        WHERE r.run = $1 AND r.ordinal >= $2 ORDER BY r.ordinal LIMIT 2048
        """
    private static let furtherVotes = """
        SELECT ordinal, oracle, label, confidence FROM further_verdict
        WHERE run = $1 AND ordinal BETWEEN $2 AND (SELECT max(ordinal) FROM (
            SELECT ordinal FROM response WHERE run = $1 AND ordinal >= $2 ORDER BY ordinal LIMIT 2048) page)
        ORDER BY ordinal, oracle
        """

    package func furtherVerdicts(on ordinal: Int, in run: String) async throws -> [Verdict] {
        let rows = try await read(
            "SELECT * FROM further_verdict WHERE run = $1 AND ordinal = $2 ORDER BY oracle",
            [try await number(of: run), ordinal]
        ).records
        return try decode { try rows.map(Verdict.init(stored:)) }
    }

    package func furtherVerdicts(in run: String) async throws -> [Int: [Verdict]] {
        let rows = try await read(
            "SELECT * FROM further_verdict WHERE run = $1 ORDER BY ordinal, oracle", [try await number(of: run)]
        ).records
        return try decode {
            var verdicts: [Int: [Verdict]] = [:]
            for row in rows { verdicts[row["ordinal"], default: []].append(try Verdict(stored: row)) }
            return verdicts
        }
    }

    package func unjudged(by oracle: String, in run: String) async throws -> [Int] {
        try await read(
            """
            SELECT ordinal FROM response r WHERE run = $1
            AND NOT EXISTS (SELECT 1 FROM further_verdict f
                WHERE f.run = $1 AND f.ordinal = r.ordinal AND f.oracle IN ($2, $3))
            AND NOT EXISTS (SELECT 1 FROM verdict v
                WHERE v.run = $1 AND v.ordinal = r.ordinal AND (v.oracle = $2 OR v.oracle = $3
                    AND (v.label = 'unsafe' OR v.behaviour IN ('blocked', 'empty'))))
            ORDER BY ordinal
            """, [try await number(of: run), oracle, Verdict.byRules]
        ).rows.compactMap { $0.first?.integer.map(Int.init) }
    }

    package func note(classifierWeights weights: String, ofFurther oracle: String, in run: String) async throws {
        // Verdicts without a note are older than notes are.
        try await write(
            """
            INSERT INTO further_oracle AS o (run, oracle, classifier_weights)
            SELECT $1, $2, CASE WHEN EXISTS (SELECT 1 FROM further_verdict WHERE run = $1 AND oracle = $2)
                THEN $4 ELSE $3::text END
            ON CONFLICT (run, oracle) DO UPDATE SET classifier_weights =
                CASE WHEN o.classifier_weights = $3 THEN $3 ELSE $4::text END
            """, [try await number(of: run), oracle, weights, RunBasis.severalWeights])
    }

    package func classifierWeights(ofFurther oracle: String, in run: String) async throws -> String? {
        try await read(
            "SELECT classifier_weights FROM further_oracle WHERE run = $1 AND oracle = $2",
            [try await number(of: run), oracle]
        ).first?.text
    }

    package func add(_ label: HumanLabel, in run: String) async throws {
        try await commit(.label(label, run: run))
    }

    package func labels(in run: String) async throws -> [HumanLabel] {
        let rows = try await read(
            "SELECT * FROM human_label WHERE run = $1 ORDER BY number", [try await number(of: run)]
        ).records
        return try decode { try rows.map(HumanLabel.init(stored:)) }
    }
}
