import GRDB

/// The tables and their history. A step is a row; a foreign key names the step on which it builds, so that none can be
/// recorded before the one it needs, and none twice.
enum Schema {
    /// Makes the tables of a new store, and brings those of an older program up to date.
    ///
    /// - Throws: `DatabaseError`.
    static func prepare(_ database: any DatabaseWriter) throws {
        let isNew = try database.write { database in
            guard try Int.fetchOne(database, sql: "SELECT EXISTS (SELECT * FROM sqlite_schema)") == 0 else {
                return false
            }
            try make(in: database)
            return true
        }
        if !isNew { try migrator.migrate(database) }
    }

    /// Makes the tables of a new store in one step, a third of the time that one migration after the other takes. SQLite reads all
    /// tables again for each column that is added to one, so that those which stand apart come last.
    ///
    /// - Throws: `DatabaseError`.
    static func make(in database: Database) throws {
        for migration in migrations.filter({ !$0.standsApart }) + migrations.filter(\.standsApart) {
            try migration.apply(database)
        }
        try database.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        for migration in migrations {
            try database.execute(
                sql: "INSERT INTO grdb_migrations (identifier) VALUES (?)", arguments: [migration.name])
        }
    }

    /// Makes the changes that a store of an older program lacks.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in migrations { migrator.registerMigration(migration.name, migrate: migration.apply) }
        return migrator
    }

    /// A change of the tables.
    private struct Migration: Sendable {
        let name: String
        /// Whether only others that stand apart change its tables, and it none of theirs: in a new store they may come last.
        let standsApart: Bool
        let apply: @Sendable (Database) throws -> Void

        init(_ name: String, standsApart: Bool = false, _ apply: @escaping @Sendable (Database) throws -> Void) {
            (self.name, self.standsApart, self.apply) = (name, standsApart, apply)
        }
    }

    /// Every change of the tables, oldest first. A migration that was released is never edited.
    private static let migrations: [Migration] = [
        Migration("1 runs and steps") { database in
            try database.execute(sql: RunSchema.runs)
            try database.execute(sql: RunSchema.steps)
        },
        Migration("2 calls and cached replies") { database in
            try database.execute(sql: RunSchema.calls)
        },
        Migration("data sets", standsApart: true) { try $0.execute(sql: DataSetSchema.tables) },
        Migration("calibration") { database in
            try database.execute(sql: OracleSchema.calibration)
        },
        Migration("further verdicts and human labels") { database in
            try database.execute(sql: OracleSchema.review)
        },
        Migration("selection probability") { database in
            try database.execute(sql: "ALTER TABLE planned_test ADD COLUMN probability REAL")
        },
        Migration("pages", standsApart: true) { try $0.execute(sql: PageSchema.tables) },
        Migration("links of pages", standsApart: true) { try $0.execute(sql: PageSchema.pageLinks) },
        Migration("fewer bands of pages", standsApart: true) { try $0.execute(sql: PageSchema.fewerBands) },
        Migration("robots files", standsApart: true) { try $0.execute(sql: PageSchema.robotsFiles) },
        Migration("nights and audit trail", standsApart: true) { try $0.execute(sql: NightSchema.tables) },
        Migration("no lengths of passages", standsApart: true, PageSchema.dropLengths),
        Migration("weights behind calibrations") { try $0.execute(sql: OracleSchema.classifierWeights) },
        Migration("thoughts of responses") { database in
            try database.execute(sql: "ALTER TABLE response ADD COLUMN reasoning TEXT")
        },
        Migration("counts without reading tests") { try $0.execute(sql: RunSchema.counts) },
        Migration("refused prompts") { try $0.execute(sql: RunSchema.refusedPrompts) },
        Migration("tests that close holes") { try $0.execute(sql: RunSchema.closing) },
        Migration("conversations") { try $0.execute(sql: RunSchema.conversations) },
        Migration("parts of prompts") { database in
            try database.execute(sql: "ALTER TABLE planned_test ADD COLUMN parts TEXT")
        },
        Migration("findings asked again", standsApart: true) { try $0.execute(sql: NightSchema.repeats) },
        Migration("refused calls") { database in
            try database.execute(
                sql: "ALTER TABLE turn_reply ADD COLUMN refused INTEGER NOT NULL DEFAULT 0 CHECK (refused >= 0)")
        },
        Migration("graded harm") { try $0.execute(sql: RunSchema.gradedHarm) },
        Migration("agents beyond their bounds") { try $0.execute(sql: RunSchema.overreach) },
        Migration("trees of messages") { database in
            try database.execute(sql: "ALTER TABLE turn_reply ADD COLUMN parent INTEGER CHECK (parent >= 0)")
        },
        Migration("images of responses") { database in
            try database.execute(sql: "ALTER TABLE response ADD COLUMN images TEXT")
            try database.execute(sql: "ALTER TABLE turn_reply ADD COLUMN images TEXT")
        },
        Migration("batches") { try $0.execute(sql: BatchSchema.tables) },
        Migration("control responses", standsApart: true) { try $0.execute(sql: NightSchema.controls) },
        Migration("fairness samples", standsApart: true) { try $0.execute(sql: FairnessSchema.tables) },
        Migration("images of prompts") { database in
            try database.execute(sql: "ALTER TABLE response ADD COLUMN drawn_prompt TEXT")
        },
        Migration("open sessions") { database in
            try database.execute(sql: "ALTER TABLE run ADD COLUMN open_sessions INTEGER NOT NULL DEFAULT 0")
        },
    ]
}
