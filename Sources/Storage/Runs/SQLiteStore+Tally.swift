import GRDB
import Records
import SafetyGrid

extension SQLiteStore: TallyStore {
    package func tallies(on grid: Grid) async throws -> [CellTally] {
        try await tallies(
            on: grid, of: "SELECT number, target, grid FROM run WHERE grid_id = ?", [grid.id], nil, byChance: false)
    }

    package func tallies(
        of run: String, on grid: Grid, fromGrade grade: Double?, byChance: Bool
    ) async throws -> [CellTally] {
        try await tallies(
            on: grid, of: "SELECT number, target, grid FROM run WHERE grid_id = ? AND id = ?", [grid.id, run], grade,
            byChance: byChance)
    }

    package func selectionTallies(of run: String, on grid: Grid) async throws -> [SelectionTally] {
        try await read { database in
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT number, grid FROM run WHERE grid_id = ? AND id = ?",
                    arguments: [grid.id, run])
            else { return [] }
            let cells = CellTranslation(from: try JSONColumn.value(Grid.self, from: row["grid"]), to: grid)
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT \(selections) FROM planned_test LEFT JOIN verdict USING (run, ordinal) WHERE run = :run
                    GROUP BY cell, selection, parts IS NULL
                    """,
                arguments: ["run": row["number"] as Int64, "grade": nil, "rules": Verdict.byRules])
            var tallies: [SelectionTally] = []
            while let row = try rows.next() {
                guard let cell = cells[row["cell"]] else { continue }
                tallies.append(try SelectionTally(stored: row, cell: cell))
            }
            return tallies.sorted {
                ($0.cell, $0.reason.rawValue, $0.hasChosenParts ? 1 : 0)
                    < ($1.cell, $1.reason.rawValue, $1.hasChosenParts ? 1 : 0)
            }
        }
    }

    private func tallies(
        on grid: Grid, of runs: String, _ arguments: [String], _ grade: Double?, byChance: Bool
    ) async throws -> [CellTally] {
        try await read { database in
            var counts = TallyCounts()
            for run in try Row.fetchAll(database, sql: runs, arguments: StatementArguments(arguments)) {
                let cells = CellTranslation(from: try JSONColumn.value(Grid.self, from: run["grid"]), to: grid)
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        SELECT cell, COUNT(*) AS judged, SUM(\(isCounted)) AS findings
                        FROM planned_test JOIN verdict USING (run, ordinal)
                        WHERE run = :run AND (parts IS NULL OR NOT :byChance) GROUP BY cell
                        """,
                    arguments: ["run": run["number"] as Int64, "grade": grade, "byChance": byChance])
                while let row = try rows.next() {
                    guard let cell = cells[row["cell"]] else { continue }
                    counts.add(row, target: run["target"], cell: cell)
                }
            }
            return counts.tallies
        }
    }

    package func tally(of run: String, fromGrade grade: Double?) async throws -> RunTally {
        try await read { database in
            let number = try database.runNumber(of: run)
            var tally = RunTally()
            try database.addSelections(run: number, fromGrade: grade, to: &tally)
            try database.addFailures(run: number, to: &tally)
            try database.addRefused(run: number, to: &tally)
            tally.blocked = try database.blocked(run: number)
            tally.isSimulated = try database.hasSimulatedResponse(run: number)
            return tally
        }
    }

    package func refusals(of run: String) async throws -> [RefusalTally] {
        try await read { database in
            let told =
                "(label != '\(Verdict.Label.unknown.rawValue)' OR behaviour = '\(Behaviour.compliance.rawValue)')"
            let refusals = Behaviour.allCases.filter(\.isRefusal).map { "'\($0.rawValue)'" }.joined(separator: ", ")
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT cell, COUNT(*) AS judged, SUM(\(told)) AS told,
                        SUM(\(told) AND behaviour IN (\(refusals))) AS refused
                    FROM planned_test JOIN verdict USING (run, ordinal) WHERE run = ? GROUP BY cell ORDER BY cell
                    """,
                arguments: [try database.runNumber(of: run)])
            var tallies: [RefusalTally] = []
            while let row = try rows.next() {
                tallies.append(
                    RefusalTally(
                        cell: row["cell"], judged: row["judged"], told: row["told"], refused: row["refused"]))
            }
            return tallies
        }
    }

    package func counts() async throws -> [String: (judged: Int, findings: Int)] {
        try await read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT id, judged, findings FROM run JOIN
                        (SELECT run, COUNT(*) AS judged, SUM(label = 'unsafe') AS findings FROM verdict GROUP BY run)
                    ON run = number
                    """)
            var counts: [String: (judged: Int, findings: Int)] = [:]
            while let row = try rows.next() { counts[row["id"]] = (row["judged"], row["findings"]) }
            return counts
        }
    }

    package func verifiedTally(of run: String) async throws -> VerifiedTally? {
        try await read { database in
            try String.fetchOne(
                database, sql: "SELECT tally FROM verified_prompts WHERE run = ?",
                arguments: [try database.runNumber(of: run)]
            ).map { try JSONColumn.value(VerifiedTally.self, from: $0) }
        }
    }

    package func keep(_ tally: VerifiedTally, of run: String) async throws {
        guard isWritable else { return }
        let text = try JSONColumn.text(of: tally)
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO verified_prompts (run, tally) VALUES (?, ?)",
                arguments: [try database.runNumber(of: run), text])
        }
    }
}

/// Whether a verdict is a finding that counts from the score `:grade` on: one without a grade does, and without a score
/// every one.
private let isCounted = "(label = 'unsafe' AND coalesce(\(score) >= :grade, 1))"
private let score = "json_extract(grade, '$.score')"
/// What a ``SelectionTally`` is made of, by the rules' name `:rules`.
private let selections = """
    cell, selection, parts IS NOT NULL AS chosen, COUNT(*) AS planned, COUNT(label) AS judged,
    COUNT(CASE WHEN \(isCounted) THEN 1 END) AS findings, COUNT(grade) AS graded, TOTAL(\(score)) AS score,
    COUNT(CASE WHEN oracle = :rules THEN 1 END) AS exact,
    COUNT(CASE WHEN oracle = :rules AND \(isCounted) THEN 1 END) AS exact_findings
    """

extension Database {
    fileprivate func addSelections(run: Int64, fromGrade grade: Double?, to tally: inout RunTally) throws {
        let behaviours = Behaviour.allCases.map { "SUM(behaviour = '\($0.rawValue)') AS \($0.rawValue)" }
        let severities = HarmSeverity.allCases.map {
            "COUNT(CASE WHEN \(isCounted) AND \(score) >= \($0.leastScore) THEN 1 END) AS from_\($0.rawValue)"
        }
        let rows = try Row.fetchCursor(
            self,
            sql: """
                SELECT \(selections), COUNT(CASE WHEN label = 'unknown' THEN 1 END) AS unknown,
                    \((behaviours + severities).joined(separator: ", "))
                FROM planned_test LEFT JOIN verdict USING (run, ordinal) WHERE run = :run
                GROUP BY cell, selection, parts IS NULL
                """,
            arguments: ["run": run, "grade": grade, "rules": Verdict.byRules])
        while let row = try rows.next() { try tally.addSelection(row) }
        try tally.checkBehaviours()
    }

    /// Tests that failed and were not judged.
    fileprivate func addFailures(run: Int64, to tally: inout RunTally) throws {
        let rows = try Row.fetchCursor(
            self,
            sql: """
                SELECT stage, reason, retryable, COUNT(*) AS count, MIN(ordinal) AS first,
                    json_group_array(DISTINCT cell) AS cells
                FROM failure JOIN planned_test USING (run, ordinal)
                WHERE run = :run AND NOT EXISTS
                    (SELECT 1 FROM verdict v WHERE v.run = :run AND v.ordinal = failure.ordinal)
                GROUP BY stage, reason, retryable ORDER BY first
                """,
            arguments: ["run": run])
        while let row = try rows.next() { try tally.addFailure(row) }
    }

    /// What was refused of a generator model stands with the prompt that came next, or with the failure.
    fileprivate func addRefused(run: Int64, to tally: inout RunTally) throws {
        let failures = try String.fetchCursor(
            self, sql: "SELECT refused FROM failure WHERE run = ? AND refused IS NOT NULL", arguments: [run])
        while let text = try failures.next() {
            tally.refused.add(try JSONColumn.value(RefusedPrompts.self, from: text))
        }
        let rows = try Row.fetchCursor(
            self,
            sql: """
                SELECT cell, origin FROM prompt JOIN planned_test USING (run, ordinal)
                WHERE run = ? AND \(RunSchema.tellsOfRefused)
                """,
            arguments: [run])
        while let row = try rows.next() { try tally.addRefused(row) }
    }

    fileprivate func blocked(run: Int64) throws -> Int {
        try Int.fetchOne(
            self,
            sql: """
                SELECT COUNT(*) FROM (
                    SELECT ordinal FROM response WHERE run = :run AND blocked IS NOT NULL
                    UNION SELECT ordinal FROM verdict WHERE run = :run AND behaviour = 'blocked')
                """,
            arguments: ["run": run]) ?? 0
    }

    /// The condition is that of the index `response_simulated`, word for word.
    fileprivate func hasSimulatedResponse(run: Int64) throws -> Bool {
        try Bool.fetchOne(
            self,
            sql: """
                SELECT EXISTS (SELECT 1 FROM response WHERE run = ? AND substr(model, 1, 10) = 'simulated/')
                """,
            arguments: [run]) ?? false
    }
}
