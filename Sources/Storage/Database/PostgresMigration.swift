import PostgreSQL

extension PostgresConnection {
    /// The names of the changes that the tables have had, in order; empty where no store is.
    ///
    /// - Throws: ``PostgresError``.
    func appliedMigrations() async throws -> [String] {
        // Reading a table makes the server notice what others have committed; by itself, it knows for the whole of a transaction
        // that a name was not there.
        let exists = try await run([
            PostgresQuery("SELECT EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('sextant_migration'))")
        ])
        guard exists[0].first == .bool(true) else { return [] }
        return try await run([PostgresQuery("SELECT name FROM sextant_migration ORDER BY number")])[0].rows
            .compactMap(\.first?.text)
    }

    /// Brings the tables up to date, one process at a time, all changes or none.
    ///
    /// - Throws: ``StoreError``: newer than this program, or no place for a store; ``PostgresError``.
    func migrate(path: String) async throws {
        do {
            try await applyMigrations(path)
        } catch PostgresError.failed("42P07", let detail) {
            throw StoreError.unusable(path: path, detail: "\(detail), of another program; \(Self.ownPlace)")
        } catch PostgresError.failed("3F000", _) {
            throw StoreError.unusable(path: path, detail: "it has no schema to keep tables in; \(Self.ownPlace)")
        }
    }

    private static let ownPlace =
        "give Sextant a database of its own, or a schema that exists, with ?options=-csearch_path%3DSCHEMA"

    private func applyMigrations(_ path: String) async throws {
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
                try await checkEncoding(path)
                statements.append(
                    PostgresQuery(
                        """
                        CREATE TABLE sextant_migration (
                            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE)
                        """, isPrepared: false))
            } else {
                // New tables belong beside the others, wherever the search path begins.
                statements.append(
                    PostgresQuery(
                        """
                        SELECT set_config('search_path', quote_ident(nspname), TRUE)
                        FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
                        WHERE pg_class.oid = 'sextant_migration'::regclass
                        """))
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

    /// Throws when the database lacks characters: a run would stop at the first text that has one.
    private func checkEncoding(_ path: String) async throws {
        let known = try await run([PostgresQuery("SELECT current_setting('server_encoding')")])[0].first?.text ?? ""
        guard !["UTF8", "SQL_ASCII"].contains(known) else { return }
        throw StoreError.unusable(
            path: path,
            detail: "the database has the encoding \(known), which lacks most characters; make one with 'createdb "
                + "--encoding UTF8 --template template0 NAME'")
    }
}
