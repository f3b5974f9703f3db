import GRDB
import Records
import SafetyGrid

extension SQLiteStore {
    package func findings(before run: String, limit: Int) async throws -> [StoredFinding] {
        try await read { database in
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT number, target, grid_id, grid FROM run WHERE id = ?", arguments: [run])
            else { throw try database.noSuchRun(run) }
            let grid = try JSONColumn.value(Grid.self, from: row["grid"])
            let earlier = try Row.fetchAll(
                database,
                sql: """
                    SELECT number, id, grid FROM run WHERE grid_id = ? AND target = ? AND number < ?
                    ORDER BY number DESC
                    """,
                arguments: [row["grid_id"] as String, row["target"] as String, row["number"] as Int64])
            var found: [StoredFinding] = []
            for run in earlier where found.count < limit {
                let cells = CellTranslation(from: try JSONColumn.value(Grid.self, from: run["grid"]), to: grid)
                found += try database.findings(
                    run: run["number"], id: run["id"], limit: limit - found.count,
                    cell: { cells[$0] })
            }
            return found.reversed()
        }
    }
}

extension Database {
    /// The last findings of a run, newest first.
    fileprivate func findings(
        run: Int64, id: String, limit: Int, cell: (Int) -> Int?
    ) throws -> [StoredFinding] {
        let rows = try Row.fetchCursor(
            self,
            sql: """
                SELECT ordinal, cell, text, confidence FROM verdict
                JOIN planned_test USING (run, ordinal) JOIN prompt USING (run, ordinal)
                WHERE run = ? AND label = 'unsafe' ORDER BY ordinal DESC LIMIT ?
                """,
            arguments: [run, limit])
        var found: [StoredFinding] = []
        while let row = try rows.next() {
            guard let cell = cell(row["cell"]) else { continue }
            found.append(
                StoredFinding(
                    run: id, ordinal: row["ordinal"], cell: cell, prompt: row.fullText("text") ?? "",
                    confidence: row["confidence"]))
        }
        return found
    }
}
