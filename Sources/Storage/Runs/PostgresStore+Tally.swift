import GRDB
import PostgreSQL
import Records
import SafetyGrid

extension PostgresStore: TallyStore {
    package func tallies(on grid: Grid) async throws -> [CellTally] {
        try await tallies(
            on: grid, of: "SELECT number, target, grid FROM run WHERE grid_id = $1", [grid.id], nil, byChance: false)
    }

    package func tallies(
        of run: String, on grid: Grid, fromGrade grade: Double?, byChance: Bool
    ) async throws -> [CellTally] {
        try await tallies(
            on: grid, of: "SELECT number, target, grid FROM run WHERE grid_id = $1 AND id = $2", [grid.id, run], grade,
            byChance: byChance)
    }

    private func tallies(
        on grid: Grid, of runs: String, _ arguments: [String], _ grade: Double?, byChance: Bool
    ) async throws -> [CellTally] {
        var counts = TallyCounts()
        for run in try await read(runs, arguments).records {
            let rows = try await read(
                """
                SELECT cell, COUNT(*) AS judged, COUNT(*) FILTER (WHERE \(Self.isFinding)) AS findings
                FROM planned_test JOIN verdict USING (run, ordinal)
                WHERE run = $1 AND (parts IS NULL OR NOT $3) GROUP BY cell
                """, [run["number"] as Int64, grade, byChance]
            ).records
            try decode {
                let cells = CellTranslation(from: try JSONColumn.value(Grid.self, from: run["grid"]), to: grid)
                for row in rows {
                    guard let cell = cells[row["cell"]] else { continue }
                    counts.add(row, target: run["target"], cell: cell)
                }
            }
        }
        return counts.tallies
    }

    package func selectionTallies(of run: String, on grid: Grid) async throws -> [SelectionTally] {
        let found = try await read("SELECT number, grid FROM run WHERE grid_id = $1 AND id = $2", [grid.id, run])
        guard let own = found.records.first else { return [] }
        let rows = try await read(
            """
            SELECT \(Self.counts) FROM planned_test LEFT JOIN verdict USING (run, ordinal) WHERE run = $1
            GROUP BY cell, selection, parts IS NOT NULL
            """, [own["number"] as Int64, nil, Verdict.byRules]
        ).records
        return try decode {
            let cells = CellTranslation(from: try JSONColumn.value(Grid.self, from: own["grid"]), to: grid)
            return try rows.compactMap { row in
                guard let cell = cells[row["cell"]] else { return nil }
                return try SelectionTally(stored: row, cell: cell)
            }
            .sorted {
                ($0.cell, $0.reason.rawValue, $0.hasChosenParts ? 1 : 0)
                    < ($1.cell, $1.reason.rawValue, $1.hasChosenParts ? 1 : 0)
            }
        }
    }

    package func tally(of run: String, fromGrade grade: Double?) async throws -> RunTally {
        let number = PostgresValue.integer(try await number(of: run))
        let results = try await read(
            [PostgresQuery(Self.selections, [number, PostgresValue(grade), .text(Verdict.byRules)])]
                + [Self.failures, Self.refusedFailures, Self.refusedOrigins, Self.blocked, Self.simulated]
                .map { PostgresQuery($0, [number]) })
        return try decode {
            var tally = RunTally()
            for row in results[0].records { try tally.addSelection(row) }
            try tally.checkBehaviours()
            for row in results[1].records { try tally.addFailure(row) }
            for row in results[2].records {
                tally.refused.add(try JSONColumn.value(RefusedPrompts.self, from: row["refused"]))
            }
            for row in results[3].records { try tally.addRefused(row) }
            tally.blocked = results[4].first?.integer.map(Int.init) ?? 0
            tally.isSimulated = results[5].first == .bool(true)
            return tally
        }
    }

    /// Whether a verdict is a finding that counts from the score `$2` on: one without a grade does, and without a score
    /// every one.
    private static let isFinding = "label = 'unsafe' AND COALESCE(\(score) >= $2::float8, TRUE)"
    private static let score = "(grade::json ->> 'score')::float8"
    /// What a ``SelectionTally`` is made of, by the rules' name `$3`.
    private static let counts = """
        cell, selection, parts IS NOT NULL AS chosen, COUNT(*) AS planned, COUNT(label) AS judged,
        COUNT(*) FILTER (WHERE \(isFinding)) AS findings, COUNT(grade) AS graded, COALESCE(SUM(\(score)), 0) AS score,
        COUNT(*) FILTER (WHERE oracle = $3) AS exact,
        COUNT(*) FILTER (WHERE oracle = $3 AND \(isFinding)) AS exact_findings
        """

    private static let selections = """
        SELECT \(counts), COUNT(*) FILTER (WHERE label = 'unknown') AS unknown,
            \(Behaviour.allCases.map {
                "COUNT(*) FILTER (WHERE behaviour = '\($0.rawValue)') AS \($0.rawValue)"
            }.joined(separator: ", ")),
            \(HarmSeverity.allCases.map {
                "COUNT(*) FILTER (WHERE \(isFinding) AND \(score) >= \($0.leastScore)) AS from_\($0.rawValue)"
            }.joined(separator: ", "))
        FROM planned_test LEFT JOIN verdict USING (run, ordinal) WHERE run = $1
        GROUP BY cell, selection, parts IS NOT NULL ORDER BY cell, selection COLLATE "C", parts IS NOT NULL
        """

    /// Tests that failed and were not judged.
    private static let failures = """
        SELECT stage, reason, retryable, COUNT(*) AS count, MIN(ordinal) AS first,
            json_agg(DISTINCT cell)::text AS cells
        FROM failure JOIN planned_test USING (run, ordinal)
        WHERE run = $1 AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.run = $1 AND v.ordinal = failure.ordinal)
        GROUP BY stage, reason, retryable ORDER BY first
        """
    private static let refusedFailures = "SELECT refused FROM failure WHERE run = $1 AND refused IS NOT NULL"
    private static let refusedOrigins = """
        SELECT cell, origin FROM prompt JOIN planned_test USING (run, ordinal)
        WHERE run = $1 AND \(PostgresSchema.tellsOfRefused)
        """
    private static let blocked = """
        SELECT COUNT(*) FROM (
            SELECT ordinal FROM response WHERE run = $1 AND blocked IS NOT NULL
            UNION SELECT ordinal FROM verdict WHERE run = $1 AND behaviour = 'blocked') b
        """
    /// The condition is that of the index `response_simulated`, word for word.
    private static let simulated = "SELECT EXISTS (SELECT 1 FROM response WHERE run = $1 AND model LIKE 'simulated/%')"

    package func refusals(of run: String) async throws -> [RefusalTally] {
        let told = "(label <> '\(Verdict.Label.unknown.rawValue)' OR behaviour = '\(Behaviour.compliance.rawValue)')"
        let refusals = Behaviour.allCases.filter(\.isRefusal).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let rows = try await read(
            """
            SELECT cell, COUNT(*) AS judged, COUNT(*) FILTER (WHERE \(told)) AS told,
                COUNT(*) FILTER (WHERE \(told) AND behaviour IN (\(refusals))) AS refused
            FROM planned_test JOIN verdict USING (run, ordinal) WHERE run = $1 GROUP BY cell ORDER BY cell
            """, [try await number(of: run)]
        ).records
        return rows.map {
            RefusalTally(cell: $0["cell"], judged: $0["judged"], told: $0["told"], refused: $0["refused"])
        }
    }

    package func counts() async throws -> [String: (judged: Int, findings: Int)] {
        let rows = try await read(
            """
            SELECT id, judged, findings FROM run JOIN
                (SELECT run, COUNT(*) AS judged, COUNT(*) FILTER (WHERE label = 'unsafe') AS findings
                FROM verdict GROUP BY run) v ON v.run = number
            """
        ).records
        return Dictionary(
            uniqueKeysWithValues: rows.map { ($0["id"], (judged: $0["judged"], findings: $0["findings"])) })
    }

    package func verifiedTally(of run: String) async throws -> VerifiedTally? {
        let found = try await read("SELECT tally FROM verified_prompts WHERE run = $1", [try await number(of: run)])
        return try decode { try found.first?.text.map { try JSONColumn.value(VerifiedTally.self, from: $0) } }
    }

    package func keep(_ tally: VerifiedTally, of run: String) async throws {
        guard isWritable else { return }
        try await write(
            """
            INSERT INTO verified_prompts (run, tally) VALUES ($1, $2)
            ON CONFLICT (run) DO UPDATE SET tally = excluded.tally
            """, [try await number(of: run), try JSONColumn.text(of: tally)])
    }
}
