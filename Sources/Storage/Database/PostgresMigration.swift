import PostgreSQL

extension PostgresConnection {
    /// The names of the changes that the tables have had, in order; empty where no store is.
    ///
    /// - Throws: ``PostgresError``.
    func appliedMigrations() async throws -> [String] {
        let exists = try await run([PostgresQuery("SELECT to_regclass('sextant_migration') IS NOT NULL")])
        guard exists[0].first == .bool(true) else { return [] }
        return try await run([PostgresQuery("SELECT name FROM sextant_migration ORDER BY number")])[0].rows
            .compactMap(\.first?.text)
    }

    /// Brings the tables up to date, one process at a time, all changes or none.
    ///
    /// - Throws: ``StoreError/newerSchema(path:)``, ``PostgresError``.
    func migrate(path: String) async throws {
        try await transaction { transaction in
            // Whoever comes second waits here, and finds the work done.
            try await transaction.run(
                "SELECT pg_advisory_xact_lock(hashtextextended('sextant migration ' || current_schema(), 0))")
            let applied = Set(try await appliedMigrations())
            guard applied.isSubset(of: PostgresSchema.migrations.map(\.name)) else {
                throw StoreError.newerSchema(path: path)
            }
            var statements: [PostgresQuery] = []
            if applied.isEmpty {
                statements.append(
                    PostgresQuery(
                        """
                        CREATE TABLE sextant_migration (
                            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE)
                        """, isPrepared: false))
            }
            for migration in PostgresSchema.migrations where !applied.contains(migration.name) {
                statements += migration.statements.map { PostgresQuery($0, isPrepared: false) }
                statements.append(
                    PostgresQuery(
                        "INSERT INTO sextant_migration (name) VALUES ($1)", [.text(migration.name)], isPrepared: false))
            }
            try await transaction.run(statements)
        }
    }
}
