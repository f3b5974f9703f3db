import Foundation
import Foundations
import GRDB
import Records

extension SQLiteStore: DataSetStore {
    package func dataSets() async throws -> [DataSetRecord] {
        try await read { database in
            try DataSetRecord.fetchAll(database, sql: "SELECT * FROM data_set WHERE complete = 1 ORDER BY name")
        }
    }

    package func dataSet(_ name: String) async throws -> DataSetRecord {
        let all = try await dataSets()
        guard let found = all.first(where: { $0.name == name }) else {
            throw StoreError.noSuchDataSet(name, known: all.map(\.name))
        }
        return found
    }

    package func begin(_ set: DataSetRecord) async throws {
        try await database.writeUncancelled(path: path) { database in
            let complete = try Bool.fetchOne(
                database, sql: "SELECT complete FROM data_set WHERE name = ?", arguments: [set.name])
            if complete == true { throw StoreError.dataSetExists(set.name) }
            try database.removeDataSet(set.name)
            try database.execute(
                sql: """
                    INSERT INTO data_set
                    (name, digest, role, origin, prompt_field, category_field, grid, created_at, rows, complete)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
                    """,
                arguments: [
                    set.name, set.digest, set.role.rawValue, set.origin, set.promptField, set.categoryField,
                    set.grid, set.createdAt,
                ])
        }
    }

    package func append(_ rows: [DataSetRow], to name: String) async throws {
        try await database.writeUncancelled(path: path) { database in
            let number = try database.dataSetNumber(name)
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO data_set_row (data_set, ordinal, text, labels, category, confidence, fields)
                    VALUES (?, ?, CAST(? AS TEXT), ?, ?, ?, CAST(? AS TEXT))
                    """)
            for row in rows {
                // As bytes, because a text is bound only up to its first NUL.
                try statement.execute(arguments: [
                    number, row.ordinal, row.prompt.bytes, try JSONColumn.text(of: row.labels), row.category,
                    row.confidence, JSONColumn.text(of: row.fields).bytes,
                ])
            }
        }
    }

    package func finish(dataSet name: String, replacing replaced: String?) async throws {
        try await database.writeUncancelled(path: path) { database in
            let number = try database.dataSetNumber(name)
            if let replaced {
                try database.removeDataSet(replaced)
                try database.execute(
                    sql: "UPDATE data_set SET name = ? WHERE number = ?", arguments: [replaced, number])
            }
            try database.execute(
                sql: """
                    UPDATE data_set SET complete = 1,
                        rows = (SELECT COUNT(*) FROM data_set_row WHERE data_set = :number) WHERE number = :number
                    """,
                arguments: ["number": number])
        }
    }

    package func remove(dataSet name: String) async throws {
        _ = try await dataSet(name)
        try await database.writeUncancelled(path: path) { try $0.removeDataSet(name) }
    }

    package func dataSetPrompts() -> Pages<StoredPrompt> {
        pages { database, last in
            try StoredPrompt.fetchAll(
                database,
                sql: """
                    SELECT data_set AS source, ordinal, text FROM data_set_row WHERE (data_set, ordinal) > (?, ?)
                    AND data_set IN (SELECT number FROM data_set WHERE complete = 1)
                    ORDER BY data_set, ordinal LIMIT 2000
                    """,
                arguments: [last?.source ?? -1, last?.ordinal ?? -1])
        }
    }

    package func rows(of set: String) -> Pages<DataSetRow> {
        pages { database, last in
            try DataSetRow.fetchAll(
                database,
                sql: """
                    SELECT r.* FROM data_set_row r JOIN data_set s ON s.number = r.data_set
                    WHERE s.name = ? AND s.complete = 1 AND r.ordinal > ? ORDER BY r.ordinal LIMIT 512
                    """,
                arguments: [set, last?.ordinal ?? -1])
        }
    }
}

extension Database {
    fileprivate func dataSetNumber(_ name: String) throws -> Int64 {
        guard
            let number = try Int64.fetchOne(
                cachedStatement(sql: "SELECT number FROM data_set WHERE name = ?"), arguments: [name])
        else { throw StoreError.noSuchDataSet(name, known: []) }
        return number
    }

    fileprivate func removeDataSet(_ name: String) throws {
        try execute(
            sql: "DELETE FROM data_set_row WHERE data_set IN (SELECT number FROM data_set WHERE name = ?)",
            arguments: [name])
        try execute(sql: "DELETE FROM data_set WHERE name = ?", arguments: [name])
    }
}

extension DataSetRecord: FetchableRecord {
    package init(row: Row) throws {
        try self.init(stored: row)
    }

    init(stored row: some StoredRow) throws {
        self.init(
            name: row["name"], digest: row["digest"], role: try row.word("role"),
            origin: row["origin"], promptField: row["prompt_field"], categoryField: row["category_field"],
            grid: row["grid"], createdAt: row["created_at"], rows: row["rows"])
    }
}

extension DataSetRow: FetchableRecord {
    package init(row: Row) throws {
        try self.init(stored: row)
    }

    init(stored row: some StoredRow) throws {
        self.init(
            ordinal: row["ordinal"], prompt: row.fullText("text") ?? "",
            labels: try JSONColumn.value([String: String].self, from: row["labels"]), category: row["category"],
            confidence: row["confidence"],
            fields: try JSONColumn.value([String: JSONValue].self, from: row.fullText("fields") ?? "{}"))
    }
}
