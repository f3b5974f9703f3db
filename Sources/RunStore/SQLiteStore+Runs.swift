import GRDB
import Records
import SafetyGrid

extension SQLiteStore {
    package func create(_ run: RunRecord) async throws {
        let settings = try JSONColumn.text(of: run.settings)
        let grid = try JSONColumn.text(of: run.grid)
        try await database.writeUncancelled(path: path) { database in
            try database.insert(run, settings: settings, grid: grid)
        }
    }

    package func run(_ id: String) async throws -> RunRecord {
        try await read { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM run WHERE id = ?", arguments: [id]) else {
                throw try database.noSuchRun(id)
            }
            return try RunRecord(row: row)
        }
    }

    package func runs() async throws -> [RunRecord] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM run ORDER BY started_at DESC, number DESC")
                .map(RunRecord.init(row:))
        }
    }

    package func update(run id: String, state: RunState, addingSeconds seconds: Double) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: "UPDATE run SET state = ?, seconds = seconds + ? WHERE id = ?",
                arguments: [state.rawValue, max(seconds, 0), id])
            guard database.changesCount == 1 else { throw try database.noSuchRun(id) }
        }
    }

    package func update(run id: String, settings: RunSettings) async throws {
        let settings = try JSONColumn.text(of: settings)
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: "UPDATE run SET settings = ? WHERE id = ?", arguments: [settings, id])
            guard database.changesCount == 1 else { throw try database.noSuchRun(id) }
        }
    }

    package func tallies(on grid: Grid) async throws -> [CellTally] {
        try await tallies(on: grid, of: "SELECT number, target, grid FROM run WHERE grid_id = ?", [grid.id])
    }

    package func tallies(of run: String, on grid: Grid) async throws -> [CellTally] {
        try await tallies(
            on: grid, of: "SELECT number, target, grid FROM run WHERE grid_id = ? AND id = ?", [grid.id, run])
    }

    package func selectionTallies(of run: String, on grid: Grid) async throws -> [SelectionTally] {
        try await read { database in
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT number, grid FROM run WHERE grid_id = ? AND id = ?",
                    arguments: [grid.id, run])
            else { return [] }
            let runGrid = try JSONColumn.value(Grid.self, from: row["grid"])
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT cell, selection, COUNT(*) AS planned, COUNT(label) AS judged,
                        COUNT(CASE WHEN label = 'unsafe' THEN 1 END) AS findings
                    FROM planned_test LEFT JOIN verdict USING (run, ordinal) WHERE run = ? GROUP BY cell, selection
                    """,
                arguments: [row["number"] as Int64])
            var tallies: [SelectionTally] = []
            while let row = try rows.next() {
                guard let cell = grid.cellID(of: row["cell"], in: runGrid) else { continue }
                tallies.append(
                    SelectionTally(
                        cell: cell, reason: try row.word("selection"), planned: row["planned"], judged: row["judged"],
                        findings: row["findings"]))
            }
            return tallies.sorted { ($0.cell, $0.reason.rawValue) < ($1.cell, $1.reason.rawValue) }
        }
    }

    private func tallies(on grid: Grid, of runs: String, _ arguments: [String]) async throws -> [CellTally] {
        try await read { database in
            var counts: [CellOfTarget: (judged: Int, findings: Int)] = [:]
            for run in try Row.fetchAll(database, sql: runs, arguments: StatementArguments(arguments)) {
                let runGrid = try JSONColumn.value(Grid.self, from: run["grid"])
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        SELECT cell, COUNT(*) AS judged, SUM(label = 'unsafe') AS findings
                        FROM planned_test JOIN verdict USING (run, ordinal) WHERE run = ? GROUP BY cell
                        """,
                    arguments: [run["number"] as Int64])
                while let row = try rows.next() {
                    guard let cell = grid.cellID(of: row["cell"], in: runGrid) else { continue }
                    let key = CellOfTarget(target: run["target"], cell: cell)
                    counts[key, default: (0, 0)].judged += row["judged"]
                    counts[key, default: (0, 0)].findings += row["findings"]
                }
            }
            return counts.map {
                CellTally(
                    target: $0.key.target, cell: $0.key.cell, judged: $0.value.judged, findings: $0.value.findings)
            }
            .sorted { ($0.target, $0.cell) < ($1.target, $1.cell) }
        }
    }

    /// Reads, with errors in the store's terms.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await database.read(body)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw StoreError(error, path: path)
        }
    }
}

private struct CellOfTarget: Hashable {
    let target: String
    let cell: Int
}

extension Database {
    /// The number that stands for a run in the other tables.
    func runNumber(of id: String) throws -> Int64 {
        let statement = try cachedStatement(sql: "SELECT number FROM run WHERE id = ?")
        guard let number = try Int64.fetchOne(statement, arguments: [id]) else { throw try noSuchRun(id) }
        return number
    }

    /// The error for an unknown run, with the newest that exist.
    func noSuchRun(_ id: String) throws -> StoreError {
        .noSuchRun(
            id,
            known: try String.fetchAll(self, sql: "SELECT id FROM run ORDER BY started_at DESC, number DESC LIMIT 5"))
    }
}

extension RunRecord {
    init(row: Row) throws {
        self.init(
            id: row["id"], startedAt: row["started_at"], state: try row.word("state"),
            settings: try JSONColumn.value(RunSettings.self, from: row["settings"]),
            grid: try JSONColumn.value(Grid.self, from: row["grid"]), simulated: row["simulated"],
            seconds: row["seconds"])
    }
}
