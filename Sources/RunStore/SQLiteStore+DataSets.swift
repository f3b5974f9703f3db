import Foundation
import Foundations
import GRDB
import Records

extension SQLiteStore {
    /// All complete data sets, by name.
    package func dataSets() async throws -> [DataSetRecord] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM data_set WHERE complete = 1 ORDER BY name")
                .map(DataSetRecord.init(row:))
        }
    }

    /// The complete data set of a name.
    ///
    /// - Throws: ``StoreError/noSuchDataSet(_:known:)``.
    package func dataSet(_ name: String) async throws -> DataSetRecord {
        let all = try await dataSets()
        guard let found = all.first(where: { $0.name == name }) else {
            throw StoreError.noSuchDataSet(name, known: all.map(\.name))
        }
        return found
    }

    /// Begins a data set; it counts only from ``finish(dataSet:)`` on. One of that name that was never finished goes.
    ///
    /// - Throws: ``StoreError/dataSetExists(_:)`` for a name that is taken.
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

    /// Adds rows to a set that was begun, in one transaction.
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
                    row.confidence, try JSONColumn.text(of: row.fields).bytes,
                ])
            }
        }
    }

    /// Ends a set that was begun: from now on it counts.
    ///
    /// - Parameters:
    ///   - name: the name that it was begun under
    ///   - replaced: the set that goes in the same moment, and leaves it its name; nil for a set that is new
    package func finish(dataSet name: String, replacing replaced: String? = nil) async throws {
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

    /// Takes a set out of the store.
    ///
    /// - Throws: ``StoreError/noSuchDataSet(_:known:)``.
    package func remove(dataSet name: String) async throws {
        _ = try await dataSet(name)
        try await database.writeUncancelled(path: path) { try $0.removeDataSet(name) }
    }

    /// Passes the text of every prompt of the complete data sets to `body`, a page at a time.
    func forEachDataSetPrompt(_ body: @Sendable (String) -> Void) async throws {
        let pageSize = 2_000
        var last: (set: Int64, ordinal: Int) = (-1, -1)
        while true {
            let after = last
            let page = try await read { database in
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        SELECT data_set, ordinal, text FROM data_set_row WHERE (data_set, ordinal) > (?, ?)
                        AND data_set IN (SELECT number FROM data_set WHERE complete = 1)
                        ORDER BY data_set, ordinal LIMIT ?
                        """,
                    arguments: [after.set, after.ordinal, pageSize])
                var page: [(set: Int64, ordinal: Int, text: String)] = []
                while let row = try rows.next() {
                    page.append((row["data_set"], row["ordinal"], row.fullText("text") ?? ""))
                }
                return page
            }
            for prompt in page { body(prompt.text) }
            guard let end = page.last, page.count == pageSize else { return }
            last = (end.set, end.ordinal)
        }
    }

    /// Passes every row of a set to `body` in order, a page at a time, so that memory stays flat.
    package func forEachRow(
        of name: String, _ body: @Sendable (DataSetRow) throws -> Void
    ) async throws {
        let pageSize = 512
        var next = 0
        while true {
            let from = next
            let page = try await read { database in
                // Row by row: a copied row loses the text behind a zero byte.
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        SELECT r.* FROM data_set_row r JOIN data_set s ON s.number = r.data_set
                        WHERE s.name = ? AND s.complete = 1 AND r.ordinal >= ? ORDER BY r.ordinal LIMIT ?
                        """,
                    arguments: [name, from, pageSize])
                var page: [DataSetRow] = []
                while let row = try rows.next() { page.append(try DataSetRow(row: row)) }
                return page
            }
            for row in page { try body(row) }
            guard let last = page.last, page.count == pageSize else { return }
            next = last.ordinal + 1
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

extension DataSetRecord {
    fileprivate init(row: Row) throws {
        self.init(
            name: row["name"], digest: row["digest"], role: try row.word("role"),
            origin: row["origin"], promptField: row["prompt_field"], categoryField: row["category_field"],
            grid: row["grid"], createdAt: row["created_at"], rows: row["rows"])
    }
}

extension DataSetRow {
    fileprivate init(row: Row) throws {
        self.init(
            ordinal: row["ordinal"], prompt: row.fullText("text") ?? "",
            labels: try JSONColumn.value([String: String].self, from: row["labels"]), category: row["category"],
            confidence: row["confidence"],
            fields: try JSONColumn.value([String: JSONValue].self, from: row.fullText("fields") ?? "{}"))
    }
}
