import GRDB
import PostgreSQL
import Records

extension PostgresStore: DataSetStore {
    package func dataSets() async throws -> [DataSetRecord] {
        let rows = try await read("SELECT * FROM data_set WHERE complete ORDER BY name").records
        return try decode { try rows.map(DataSetRecord.init(stored:)) }
    }

    package func dataSet(_ name: String) async throws -> DataSetRecord {
        let all = try await dataSets()
        guard let found = all.first(where: { $0.name == name }) else {
            throw StoreError.noSuchDataSet(name, known: all.map(\.name))
        }
        return found
    }

    package func begin(_ set: DataSetRecord) async throws {
        let insertion = PostgresQuery(
            """
            INSERT INTO data_set
            (name, digest, role, origin, prompt_field, category_field, grid, created_at, rows, complete)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, FALSE)
            """,
            bound: [
                set.name, set.digest, set.role.rawValue, set.origin, set.promptField, set.categoryField, set.grid,
                set.createdAt,
            ])
        _ = try await write { transaction in
            let complete = try await transaction.run(
                "SELECT complete FROM data_set WHERE name = $1 FOR UPDATE", [.text(set.name)])
            if complete.first == .bool(true) { throw StoreError.dataSetExists(set.name) }
            return try await transaction.run(Self.removal(of: set.name) + [insertion])
        }
    }

    private static func removal(of name: String) -> [PostgresQuery] {
        [
            "DELETE FROM data_set_row WHERE data_set IN (SELECT number FROM data_set WHERE name = $1)",
            "DELETE FROM data_set WHERE name = $1",
        ].map { PostgresQuery($0, [.text(name)]) }
    }

    package func append(_ rows: [DataSetRow], to name: String) async throws {
        let number = try await dataSetNumber(name)
        let sql = """
            INSERT INTO data_set_row (data_set, ordinal, text, labels, category, confidence, fields)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """
        let queries = try rows.map { row in
            PostgresQuery(
                sql,
                bound: [
                    number, row.ordinal, row.prompt.bytes, try JSONColumn.text(of: row.labels), row.category,
                    row.confidence, JSONColumn.text(of: row.fields).bytes,
                ])
        }
        do {
            try await writer.write(queries)
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }

    private func dataSetNumber(_ name: String) async throws -> Int64 {
        let found = try await read("SELECT number FROM data_set WHERE name = $1", [name])
        guard let number = found.first?.integer else { throw StoreError.noSuchDataSet(name, known: []) }
        return number
    }

    package func finish(dataSet name: String, replacing replaced: String?) async throws {
        let number = PostgresValue.integer(try await dataSetNumber(name))
        var queries: [PostgresQuery] = []
        if let replaced {
            queries += Self.removal(of: replaced)
            queries.append(
                PostgresQuery("UPDATE data_set SET name = $1 WHERE number = $2", [.text(replaced), number]))
        }
        queries.append(
            PostgresQuery(
                """
                UPDATE data_set SET complete = TRUE,
                    rows = (SELECT COUNT(*) FROM data_set_row WHERE data_set = $1) WHERE number = $1
                """, [number]))
        _ = try await write { [queries] in try await $0.run(queries) }
    }

    package func remove(dataSet name: String) async throws {
        _ = try await dataSet(name)
        _ = try await write { try await $0.run(Self.removal(of: name)) }
    }

    package func dataSetPrompts() -> Pages<StoredPrompt> {
        pages { last in
            try await read(
                """
                SELECT data_set AS source, ordinal, text FROM data_set_row WHERE (data_set, ordinal) > ($1, $2)
                AND data_set IN (SELECT number FROM data_set WHERE complete)
                ORDER BY data_set, ordinal LIMIT 2000
                """, [last?.source ?? -1, last?.ordinal ?? -1]
            ).records.map(StoredPrompt.init(stored:))
        }
    }

    package func rows(of set: String) -> Pages<DataSetRow> {
        pages { last in
            let rows = try await read(
                """
                SELECT r.* FROM data_set_row r JOIN data_set s ON s.number = r.data_set
                WHERE s.name = $1 AND s.complete AND r.ordinal > $2 ORDER BY r.ordinal LIMIT 512
                """, [set, last?.ordinal ?? -1]
            ).records
            return try decode { try rows.map(DataSetRow.init(stored:)) }
        }
    }
}
