import GRDB
import Records

extension SQLiteStore: ControlStore {
    package func controls(of oracle: String) async throws -> [ControlResponse] {
        try await read { database in
            try String.fetchAll(
                database, sql: "SELECT content FROM control_response WHERE oracle = ? ORDER BY number",
                arguments: [oracle]
            ).map { try JSONColumn.value(ControlResponse.self, from: $0) }
        }
    }

    package func add(_ controls: [ControlResponse], of oracle: String) async throws {
        let texts = try controls.map { try JSONColumn.text(of: $0) }
        try await database.writeUncancelled(path: path) { database in
            for (number, text) in texts.enumerated() {
                try database.execute(
                    sql: "INSERT OR IGNORE INTO control_response (oracle, number, content) VALUES (?, ?, ?)",
                    arguments: [oracle, number, text])
            }
        }
    }

    package func record(
        _ label: Verdict.Label, onControl number: Int, of oracle: String, in night: String
    ) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO control_label (night, oracle, number, label) VALUES (?, ?, ?, ?)",
                arguments: [night, oracle, number, label.rawValue])
        }
    }

    package func controlLabels(of oracle: String, in night: String) async throws -> [Int: Verdict.Label] {
        try await read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT number, label FROM control_label WHERE night = ? AND oracle = ?",
                arguments: [night, oracle])
            var labels: [Int: Verdict.Label] = [:]
            for row in rows {
                let number: Int = row["number"]
                labels[number] = try row.word("label")
            }
            return labels
        }
    }

    package func record(_ check: ControlCheck) async throws {
        try await database.writeUncancelled(path: path) { database in
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO control_check
                    (night, oracle, reference, compared, to_unsafe, to_safe, p_value, moved)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    check.night, check.oracle, check.reference, check.compared, check.toUnsafe, check.toSafe,
                    check.pValue, check.hasMoved,
                ])
        }
    }

    package func controlChecks(of oracle: String) async throws -> [ControlCheck] {
        try await read { database in
            try ControlCheck.fetchAll(
                database, sql: "SELECT * FROM control_check WHERE oracle = ? ORDER BY id", arguments: [oracle])
        }
    }
}

extension ControlCheck: FetchableRecord {
    package init(row: Row) { self.init(stored: row) }

    init(stored row: some StoredRow) {
        self.init(
            night: row["night"], oracle: row["oracle"], reference: row["reference"], compared: row["compared"],
            toUnsafe: row["to_unsafe"], toSafe: row["to_safe"], pValue: row["p_value"], hasMoved: row["moved"])
    }
}
