import GRDB
import PostgreSQL
import Records
import SafetyGrid

extension PostgresStore {
    package func findings(before run: String, limit: Int) async throws -> [StoredFinding] {
        let own = try await read("SELECT number, target, grid_id, grid FROM run WHERE id = $1", [run]).records.first
        guard let own else { throw try await writer.noSuchRun(run) }
        let grid = try decode { try JSONColumn.value(Grid.self, from: own["grid"]) }
        let earlier = try await read(
            "SELECT number, id, grid FROM run WHERE grid_id = $1 AND target = $2 AND number < $3 ORDER BY number DESC",
            [own["grid_id"] as String, own["target"] as String, own["number"] as Int64]
        ).records
        var found: [StoredFinding] = []
        for run in earlier where found.count < limit {
            let cells = try decode {
                CellTranslation(from: try JSONColumn.value(Grid.self, from: run["grid"]), to: grid)
            }
            found += try await findings(run: run["number"], id: run["id"], limit: limit - found.count, cells)
        }
        return found.reversed()
    }

    /// The last findings of a run, newest first.
    private func findings(
        run: Int64, id: String, limit: Int, _ cells: CellTranslation
    ) async throws -> [StoredFinding] {
        try await read(
            """
            SELECT ordinal, cell, text, confidence FROM verdict
            JOIN planned_test USING (run, ordinal) JOIN prompt USING (run, ordinal)
            WHERE run = $1 AND label = 'unsafe' ORDER BY ordinal DESC LIMIT $2
            """, [run, limit]
        ).records.compactMap { row in
            cells[row["cell"]].map {
                StoredFinding(
                    run: id, ordinal: row["ordinal"], cell: $0, prompt: row.fullText("text") ?? "",
                    confidence: row["confidence"])
            }
        }
    }
}
